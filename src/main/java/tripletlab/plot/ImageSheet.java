package tripletlab.plot;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import tripletlab.internal.Arguments;

/** Grey images side by side, as one picture. */
public final class ImageSheet {

    private static final int SCALE = 2; // screen pixels for each pixel of an image
    private static final int GAP = 2;

    private ImageSheet() {}

    /**
     * Draws images in rows, black on white as digits are written.
     *
     * @param images (N, 1, H, W), 0 for paper to 1 for ink; N at least 1
     * @param columns images a row, 1 or more
     * @return a picture with each pixel doubled
     * @throws IllegalArgumentException if the shape does not fit, or {@code columns} is below 1
     */
    public static Image of(NDArray images, int columns) {
        Shape shape = Arguments.requireNonNull("images", images).getShape();
        if (shape.dimension() != 4 || shape.get(0) == 0 || shape.get(1) != 1) {
            throw new IllegalArgumentException(
                    "images has shape " + shape + ", expected (N, 1, H, W) with N at least 1");
        }
        Arguments.requireAtLeast("columns", columns, 1);
        float[] ink = images.toType(DataType.FLOAT32, false).toFloatArray();
        int count = (int) shape.get(0);
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        int rows = (count + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(
                        columns * (width * SCALE + GAP),
                        rows * (height * SCALE + GAP),
                        BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                int column = x / (width * SCALE + GAP);
                int row = y / (height * SCALE + GAP);
                int image = row * columns + column;
                int left = x % (width * SCALE + GAP) / SCALE;
                int top = y % (height * SCALE + GAP) / SCALE;
                boolean inside = image < count && left < width && top < height;
                float value = inside ? ink[(image * height + top) * width + left] : 0;
                sheet.getRaster().setSample(x, y, 0, grey(value));
            }
        }
        return ImageFactory.getInstance().fromImage(sheet);
    }

    /** Images, each row by row, of one length that their width divides. */
    static void requireRows(String name, float[][] rows, int width) {
        int length = Arguments.requireRectangular(name, rows);
        if (width < 1 || length % width != 0) {
            throw new IllegalArgumentException(
                    "width is %d, expected a divisor of %d, the length of a row of the %s"
                            .formatted(width, length, name));
        }
    }

    /** Square images in a square as small as holds them all, row by row. */
    static float[] joined(float[][] rows, int width) {
        int columns = (int) Math.ceil(Math.sqrt(rows.length));
        int height = rows[0].length / width;
        float[] sheet = new float[columns * columns * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int y = 0; y < height; y++) {
                int top = i / columns * height + y;
                int to = (top * columns + i % columns) * width;
                System.arraycopy(rows[i], y * width, sheet, to, width);
            }
        }
        return sheet;
    }

    /** One image, row by row, as the address of a PNG that holds its own data. */
    static String address(float[] ink, int width) {
        BufferedImage picture =
                new BufferedImage(width, ink.length / width, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < ink.length; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, grey(ink[i]));
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be written as PNG", e);
        }
    }

    /** The grey of ink, 0 for none to 1 for full: 255 to 0. */
    private static int grey(float ink) {
        return Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
    }
}
