package tripletlab.internal;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * Grey images as pictures, black on white. An image is an array of its pixels, row by row, from 0
 * for paper to 1 for ink.
 */
public final class Pictures {

    private Pictures() {}

    /** Images of one length that their width divides. */
    public static void requireRows(String name, float[][] images, int width) {
        int length = Arguments.requireRectangular(name, images);
        String message = "width is %d, expected a divisor of %d, the length of a row of the %s";
        Arguments.require(width >= 1 && length % width == 0, message, width, length, name);
    }

    /** Images without a pixel that is less than paper or more than ink. */
    public static void requireInk(String name, float[][] images) {
        for (int i = 0; i < images.length; i++) {
            for (float ink : images[i]) {
                if (!(ink >= 0 && ink <= 1)) {
                    throw new IllegalArgumentException(
                            "%s has %s in row %d, expected 0 for paper to 1 for ink"
                                    .formatted(name, ink, i));
                }
            }
        }
    }

    /** The columns, and the rows, of the smallest square that holds so many images. */
    public static int side(int images) {
        return (int) Math.ceil(Math.sqrt(images)); // exact: the root of a square is
    }

    /** Images side by side in a square, without gaps; what is left over is white. */
    public static BufferedImage square(int width, float[]... images) {
        int side = side(images.length);
        return sheet(width, side, side, images);
    }

    /** Images side by side, so many in a row, without gaps; what is left over is white. */
    public static BufferedImage sheet(int width, int columns, float[]... images) {
        return sheet(width, columns, (images.length + columns - 1) / columns, images);
    }

    private static BufferedImage sheet(int width, int columns, int rows, float[]... images) {
        int height = images[0].length / width;
        BufferedImage sheet =
                new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < columns * rows; i++) {
            int[] greys = new int[width * height];
            for (int p = 0; p < greys.length; p++) {
                float ink = i < images.length ? images[i][p] : 0;
                greys[p] = Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
            }
            int left = i % columns * width;
            sheet.getRaster().setPixels(left, i / columns * height, width, height, greys);
        }
        return sheet;
    }

    /** A picture as a PNG in Base64. */
    public static String png(BufferedImage picture) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("image cannot be written as PNG", e);
        }
    }

    /** A picture as the address of a PNG that holds its own data. */
    public static String address(BufferedImage picture) {
        return "data:image/png;base64," + png(picture);
    }
}
