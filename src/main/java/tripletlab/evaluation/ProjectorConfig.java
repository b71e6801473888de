package tripletlab.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

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
        List<String> lines = new ArrayList<>();
        lines.add("embeddings {");
        lines.add("  tensor_name: \"" + NAME + "\"");
        lines.add("  tensor_shape: " + rows);
        lines.add("  tensor_shape: " + columns);
        lines.add("  tensor_path: \"" + ProjectorExport.VECTORS + "\"");
        lines.add("  metadata_path: \"" + ProjectorExport.METADATA + "\"");
        if (sheet != null) {
            lines.add("  sprite {");
            lines.add("    image_path: \"" + ProjectorExport.SPRITE + "\"");
            lines.add("    single_image_dim: " + sheet.width());
            lines.add("    single_image_dim: " + sheet.height());
            lines.add("  }");
        }
        lines.add("}");
        return String.join("\n", lines) + "\n";
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
