package tripletlab.evaluation;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import tripletlab.internal.Pictures;
import tripletlab.internal.WholeFile;

/**
 * Writes embeddings for the Embedding Projector, which turns them about in three dimensions by PCA,
 * t-SNE or UMAP.
 *
 * <pre>{@code
 * new ProjectorExport(embeddings)
 *         .addColumn("digit", labels)
 *         .addImages(images, 28)
 *         .write(Path.of("target", "projector"));
 * }</pre>
 *
 * <table>
 * <caption>The files</caption>
 * <tr><th>{@value #VECTORS}</th><td>a line a vector, its numbers separated by tabs; each has the
 *     fewest digits that read back to the same float</td></tr>
 * <tr><th>{@value #METADATA}</th><td>a line a vector; a single column has no header, several have
 *     one</td></tr>
 * <tr><th>{@value #SPRITE}</th><td>the images, if there are any, black on white, row by row in a
 *     square of {@code ⌈√N⌉ × ⌈√N⌉}</td></tr>
 * <tr><th>{@value #CONFIG}</th><td>names the others for TensorBoard</td></tr>
 * </table>
 *
 * <p>Without a network: {@code tensorboard --logdir FOLDER}. In a browser: "Load" at
 * projector.tensorflow.org takes {@value #VECTORS} and {@value #METADATA}; nothing is sent
 * anywhere. Only TensorBoard shows the images.
 *
 * <p>D. Smilkov, N. Thorat, C. Nicholson, E. Reif, F. Viégas, M. Wattenberg: <i>Embedding
 * Projector: Interactive Visualization and Interpretation of Embeddings</i>, arXiv 1611.05469,
 * 2016.
 */
public final class ProjectorExport {

    /** The file of the vectors. */
    public static final String VECTORS = "vecs.tsv";

    /** The file of what is known of each. */
    public static final String METADATA = "meta.tsv";

    /** The file of the images. */
    public static final String SPRITE = "sprite.png";

    /** The file that TensorBoard reads first. */
    public static final String CONFIG = "projector_config.pbtxt";

    private static final int LONGEST_SIDE = 8192; // that the Embedding Projector shows

    private final float[][] vectors;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private float[][] images; // null: there are none
    private int width;
    private int height;

    /**
     * Starts an export, to which at least one column must be added.
     *
     * @param vectors (N, D), D at least 2
     * @throws IllegalArgumentException if the rows are not of one length, not finite, or of one
     *     number, which the projector refuses
     */
    public ProjectorExport(float[][] vectors) {
        Rows.requireFinite("vectors", vectors);
        require(vectors[0].length >= 2, "vectors has rows of 1 number, expected 2 or more");
        this.vectors = vectors;
    }

    /**
     * Adds a column of whole numbers, such as labels.
     *
     * @param name what it is called; of a single column the projector does not get to know it
     * @param values N of them
     * @return this export
     * @throws IllegalArgumentException if the name is blank, taken, or has a tab or line break, or
     *     there are not as many values as vectors
     */
    public ProjectorExport addColumn(String name, int[] values) {
        requireNonNull("values", values);
        return addColumn(name, Arrays.stream(values).mapToObj(Integer::toString).toList());
    }

    /**
     * Adds a column of words.
     *
     * @param name what it is called; of a single column the projector does not get to know it
     * @param values N of them; an empty one or null is a missing one, but a row needs one at least
     * @return this export
     * @throws IllegalArgumentException if the name is blank or taken, a name or value has a tab or
     *     line break, or there are not as many values as vectors
     */
    public ProjectorExport addColumn(String name, List<String> values) {
        requireText("name", requireNonNull("name", name));
        require(!name.isBlank(), "name is \"%s\", expected a word", name);
        List<String> texts =
                requireNonNull("values", values).stream()
                        .map(value -> value == null ? "" : value) // missing, as Tablesaw has it
                        .toList();
        texts.forEach(value -> requireText("column " + name, value));
        String message = "column %s has %d values, expected %d: one for each vector";
        require(texts.size() == vectors.length, message, name, texts.size(), vectors.length);
        String other = "name is %s, which another column has";
        require(columns.putIfAbsent(name, texts) == null, other, name);
        return this;
    }

    private static void requireText(String name, String text) {
        boolean inOneField = !text.matches("(?s).*[\\t\\n\\r].*");
        require(inOneField, "%s has \"%s\", expected no tab and no line break", name, text);
    }

    /**
     * Adds an image of each vector.
     *
     * @param images (N, H·W), each row by row, 0 for paper to 1 for ink
     * @param width W
     * @return this export
     * @throws IllegalArgumentException if the rows are not of one length or not as many as vectors,
     *     W does not divide the length, a value is not from 0 to 1, or the sheet would be larger
     *     than 8192 × 8192 pixels
     */
    public ProjectorExport addImages(float[][] images, int width) {
        Pictures.requireRows("images", images, width);
        Pictures.requireInk("images", images);
        int pixels = images[0].length / width;
        int side = Pictures.side(images.length);
        require(
                (long) side * Math.max(width, pixels) <= LONGEST_SIDE,
                "images are %d of %d × %d pixels, which make a sheet of %d × %d, expected at most"
                        + " %d × %6$d; take fewer or smaller ones",
                images.length,
                width,
                pixels,
                (long) side * width,
                (long) side * pixels,
                LONGEST_SIDE);
        String message = "images are %d, expected %d: one for each vector";
        require(images.length == vectors.length, message, images.length, vectors.length);
        this.images = images;
        this.width = width;
        height = pixels;
        return this;
    }

    /**
     * Writes the files, UTF-8, the same in every locale. Each appears under its name when it is
     * whole; what was there under the name is replaced. The configuration goes first and comes
     * last, so TensorBoard never shows new vectors with old names.
     *
     * @param folder made if it does not exist
     * @throws IOException if a file cannot be written
     * @throws IllegalStateException if there is no column
     * @throws IllegalArgumentException if a row of the columns is blank
     */
    public void write(Path folder) throws IOException {
        requireNonNull("folder", folder);
        List<String> metadata = metadata();
        Files.createDirectories(folder);
        Path config = folder.resolve(CONFIG);
        if (Files.isRegularFile(config)) {
            Files.delete(config); // else an error below leaves it, with old names
        }
        writeLines(folder.resolve(VECTORS), Arrays.stream(vectors).map(ProjectorExport::line));
        writeLines(folder.resolve(METADATA), metadata.stream());
        if (images != null) {
            BufferedImage sheet = Pictures.square(width, images);
            WholeFile.write(folder.resolve(SPRITE), out -> ImageIO.write(sheet, "png", out));
        }
        writeLines(config, Stream.of(config()));
    }

    private static String line(float[] vector) {
        return IntStream.range(0, vector.length)
                // not Float.toString, which before JDK 19 has digits to spare now and then
                .mapToObj(i -> NumberOutput.toString(vector[i], true))
                .collect(Collectors.joining("\t"));
    }

    private List<String> metadata() {
        if (columns.isEmpty()) {
            throw new IllegalStateException("there is no column: call addColumn");
        }
        List<String> lines = new ArrayList<>();
        if (columns.size() > 1) {
            lines.add(String.join("\t", columns.keySet()));
        }
        for (int i = 0; i < vectors.length; i++) {
            int row = i;
            String line =
                    columns.values().stream()
                            .map(values -> values.get(row))
                            .collect(Collectors.joining("\t"));
            // the projector skips a blank line, so that all names below would slip
            require(
                    !line.isBlank(),
                    "row %d of %s is blank, expected a value",
                    i,
                    columns.keySet());
            lines.add(line);
        }
        return lines;
    }

    private static void writeLines(Path file, Stream<String> lines) throws IOException {
        WholeFile.write(
                file,
                out -> {
                    for (String line : (Iterable<String>) lines::iterator) {
                        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                });
    }

    /** A protocol buffer in text form. */
    private String config() {
        String sprite =
                """
                  sprite {
                    image_path: "sprite.png"
                    single_image_dim: WIDTH
                    single_image_dim: HEIGHT
                  }
                """;
        return """
        embeddings {
          tensor_name: "embeddings"
          tensor_shape: ROWS
          tensor_shape: COLUMNS
          tensor_path: "vecs.tsv"
          metadata_path: "meta.tsv"
        SPRITE}\
        """
                .replace("SPRITE", images == null ? "" : sprite)
                .replace("ROWS", Integer.toString(vectors.length)) // in every locale
                .replace("COLUMNS", Integer.toString(vectors[0].length))
                .replace("WIDTH", Integer.toString(width))
                .replace("HEIGHT", Integer.toString(height));
    }
}
