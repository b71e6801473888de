package tripletlab.evaluation;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import tripletlab.internal.WholeFile;

/**
 * Writes embeddings for the Embedding Projector, which turns them about in three dimensions by PCA,
 * t-SNE or UMAP.
 *
 * <pre>{@code
 * ProjectorExport.builder()
 *         .setVectors(embeddings)
 *         .addColumn("digit", labels)
 *         .optImages(images)
 *         .build()
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
 * <tr><th>{@value #TEXT_CONFIG}</th><td>names the others for TensorBoard</td></tr>
 * <tr><th>{@value #JSON_CONFIG}</th><td>names the others for a projector that is served from the
 *     same folder</td></tr>
 * </table>
 *
 * <p>Without a network: {@code tensorboard --logdir FOLDER}. In a browser: "Load" at
 * projector.tensorflow.org takes {@value #VECTORS} and {@value #METADATA}; nothing is sent
 * anywhere. Images are shown only by way of a configuration.
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
    public static final String TEXT_CONFIG = "projector_config.pbtxt";

    /** The file that a projector on a page of its own reads first. */
    public static final String JSON_CONFIG = "projector_config.json";

    private final float[][] vectors;
    private final MetadataTable metadata;
    private final SpriteSheet sheet;

    private ProjectorExport(Builder builder) {
        vectors = builder.vectors;
        metadata = builder.metadata;
        sheet = builder.sheet;
    }

    /**
     * Starts an export.
     *
     * @return a builder, empty yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Writes the files, UTF-8, the same in every locale. Each appears under its name when it is
     * whole, and the configurations come last; what was there under the name is replaced.
     *
     * @param folder made if it does not exist
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(requireNonNull("folder", folder));
        writeLines(folder.resolve(VECTORS), Arrays.stream(vectors).map(this::line).iterator());
        writeLines(folder.resolve(METADATA), metadata.lines(vectors.length).iterator());
        if (sheet != null) {
            WholeFile.write(folder.resolve(SPRITE), out -> ImageIO.write(sheet.draw(), "png", out));
        }
        ProjectorConfig config = new ProjectorConfig(vectors.length, vectors[0].length, sheet);
        write(folder.resolve(TEXT_CONFIG), config.text());
        write(folder.resolve(JSON_CONFIG), config.json());
    }

    private String line(float[] vector) {
        return IntStream.range(0, vector.length)
                // not Float.toString, which before JDK 19 has digits to spare now and then
                .mapToObj(i -> NumberOutput.toString(vector[i], true))
                .collect(Collectors.joining("\t"));
    }

    private static void writeLines(Path file, Iterator<String> lines) throws IOException {
        WholeFile.write(
                file,
                out -> {
                    while (lines.hasNext()) {
                        out.write((lines.next() + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                });
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return String.format(
                "ProjectorExport(%d vectors of %d dimensions, %s)",
                vectors.length, vectors[0].length, sheet == null ? "no images" : "images");
    }

    /** Builds a {@link ProjectorExport}. */
    public static final class Builder {

        private final MetadataTable metadata = new MetadataTable();
        private float[][] vectors;
        private SpriteSheet sheet;

        private Builder() {}

        /**
         * Sets the vectors.
         *
         * @param vectors (N, D), D at least 2
         * @throws IllegalArgumentException if the rows are not of one length, not finite, or of one
         *     number, which the projector refuses
         */
        public Builder setVectors(float[][] vectors) {
            Rows.requireFinite("vectors", vectors);
            if (vectors[0].length < 2) {
                throw new IllegalArgumentException(
                        "vectors has rows of 1 number, expected 2 or more");
            }
            this.vectors = vectors;
            return this;
        }

        /**
         * Adds a column of whole numbers, such as labels.
         *
         * @param name what it is called; of a single column the projector does not get to know it
         * @param values N of them
         * @throws IllegalArgumentException if the name is blank, taken, or has a tab or line break
         */
        public Builder addColumn(String name, int[] values) {
            requireNonNull("values", values);
            return addColumn(name, Arrays.stream(values).mapToObj(Integer::toString).toList());
        }

        /**
         * Adds a column of words.
         *
         * @param name what it is called; of a single column the projector does not get to know it
         * @param values N of them; an empty one or null is a missing one, but a row needs one at
         *     least
         * @throws IllegalArgumentException if the name is blank or taken, or a name or value has a
         *     tab or line break
         */
        public Builder addColumn(String name, List<String> values) {
            metadata.add(name, values);
            return this;
        }

        /**
         * Sets the images.
         *
         * @param images (N, 1, H, W), 0 for paper to 1 for ink
         * @throws IllegalArgumentException if the shape is another, a value is not from 0 to 1, or
         *     the sheet would be larger than 8192 × 8192 pixels
         */
        public Builder optImages(NDArray images) {
            sheet = SpriteSheet.of(requireNonNull("images", images));
            return this;
        }

        /**
         * Sets the images.
         *
         * @param images (N, H·W), each row by row, 0 for paper to 1 for ink
         * @param width W
         * @throws IllegalArgumentException if the rows are not of one length, W does not divide it,
         *     a value is not from 0 to 1, or the sheet would be larger than 8192 × 8192 pixels
         */
        public Builder optImages(float[][] images, int width) {
            sheet = SpriteSheet.of(requireNonNull("images", images), width);
            return this;
        }

        /**
         * Builds the export.
         *
         * @return a new export
         * @throws IllegalStateException if there are no vectors or no column
         * @throws IllegalArgumentException if there are not as many values or images as vectors, or
         *     a row of the columns is blank
         */
        public ProjectorExport build() {
            if (vectors == null) {
                throw new IllegalStateException("vectors are not set: call setVectors");
            }
            if (metadata.isEmpty()) {
                throw new IllegalStateException("there is no column: call addColumn");
            }
            metadata.check(vectors.length);
            if (sheet != null && sheet.pixels().length != vectors.length) {
                throw new IllegalArgumentException(
                        String.format(
                                "images are %d, expected %d: one for each vector",
                                sheet.pixels().length, vectors.length));
            }
            return new ProjectorExport(this);
        }
    }
}
