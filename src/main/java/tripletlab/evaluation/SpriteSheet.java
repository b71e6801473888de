package tripletlab.evaluation;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import tripletlab.internal.Arguments;

/**
 * The images of a {@link ProjectorExport} in one picture, row by row, without gaps: as many rows as
 * columns, {@code ⌈√N⌉} of them, because the Embedding Projector counts on it. What is left over is
 * white.
 *
 * @param pixels of N images, each row by row, 0 for paper to 1 for ink
 * @param width of an image
 * @param height of an image
 */
record SpriteSheet(float[][] pixels, int width, int height) {

    /** The longest side that the Embedding Projector shows. */
    private static final int LONGEST_SIDE = 8192;

    static SpriteSheet of(float[][] pixels, int width) {
        Rows.requireFinite("images", pixels);
        int length = pixels[0].length;
        String message = "width is %d, expected a divisor of %d, the pixels of an image";
        Arguments.require(width >= 1 && length % width == 0, message, width, length);
        for (int i = 0; i < pixels.length; i++) {
            for (float value : pixels[i]) {
                if (value < 0 || value > 1) {
                    throw new IllegalArgumentException(
                            "images has %s in image %d, expected from 0 to 1".formatted(value, i));
                }
            }
        }
        int height = length / width;
        int side = side(pixels.length);
        Arguments.require(
                (long) side * Math.max(width, height) <= LONGEST_SIDE,
                "images are %d of %d × %d pixels, which make a sheet of %d × %d, expected at most"
                        + " %d × %6$d; take fewer or smaller ones",
                pixels.length,
                width,
                height,
                (long) side * width,
                (long) side * height,
                LONGEST_SIDE);
        return new SpriteSheet(pixels, width, height);
    }

    BufferedImage draw() {
        int side = side(pixels.length);
        BufferedImage sheet =
                new BufferedImage(side * width, side * height, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = sheet.getRaster();
        for (int i = 0; i < side * side; i++) {
            int left = i % side * width;
            int top = i / side * height;
            for (int p = 0; p < width * height; p++) {
                float ink = i < pixels.length ? pixels[i][p] : 0;
                raster.setSample(left + p % width, top + p / width, 0, Math.round(255 * (1 - ink)));
            }
        }
        return sheet;
    }

    /** The least number whose square is not below a count. */
    private static int side(int count) {
        return (int) Math.ceil(Math.sqrt(count)); // exact: the root of a square is
    }
}
