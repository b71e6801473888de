package tripletlab.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Names the exported files: as a protocol buffer in text form for TensorBoard, as JSON for the
 * Embedding Projector on a page of its own.
 *
 * @param rows N
 * @param columns D
 * @param sheet the images, null if there are none
 */
record ProjectorConfig(int rows, int columns, SpriteSheet sheet) {

    private static final String NAME = "embeddings";

    String text() {
        String format =
                """
                embeddings {
                  tensor_name: "%s"
                  tensor_shape: %d
                  tensor_shape: %d
                  tensor_path: "%s"
                  metadata_path: "%s"
                %s}
                """;
        return String.format(
                Locale.ROOT, // else Arabic digits in an Arabic locale
                format,
                NAME,
                rows,
                columns,
                ProjectorExport.VECTORS,
                ProjectorExport.METADATA,
                sheet == null ? "" : sprite());
    }

    private String sprite() {
        String format =
                """
                  sprite {
                    image_path: "%s"
                    single_image_dim: %d
                    single_image_dim: %d
                  }
                """;
        return String.format(
                Locale.ROOT, format, ProjectorExport.SPRITE, sheet.width(), sheet.height());
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode embedding = root.putArray("embeddings").addObject();
        embedding.put("tensorName", NAME);
        embedding.putArray("tensorShape").add(rows).add(columns);
        embedding.put("tensorPath", ProjectorExport.VECTORS);
        embedding.put("metadataPath", ProjectorExport.METADATA);
        if (sheet != null) {
            ObjectNode sprite = embedding.putObject("sprite");
            sprite.put("imagePath", ProjectorExport.SPRITE);
            ArrayNode size = sprite.putArray("singleImageDim");
            size.add(sheet.width()).add(sheet.height());
        }
        return root.toPrettyString() + "\n";
    }
}
