package tripletlab.notebook.widgets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import tripletlab.internal.Arguments;

/** Digits of 28 × 28 pixels, each row by row, from 0 for paper to 1 for ink. */
final class Pictures {
    static final int SIDE = 28;

    private static final double CENTER = (SIDE - 1) / 2.0;
    private static final float FAINT = 0.1f; // less ink than that does not belong to the digit
    private static final double MAX_SCALE = 2.5; // a dot stays a dot

    private Pictures() {}

    static void require(String name, float[][] pictures) {
        if (Arguments.requireRectangular(name, pictures) != SIDE * SIDE) {
            throw new IllegalArgumentException(
                    "%s has %d numbers in row 0, expected 784 pixels"
                            .formatted(name, pictures[0].length));
        }
        for (int i = 0; i < pictures.length; i++) {
            for (float ink : pictures[i]) {
                if (!(ink >= 0 && ink <= 1)) {
                    throw new IllegalArgumentException(
                            "%s has %s in row %d, expected 0 for paper to 1 for ink"
                                    .formatted(name, ink, i));
                }
            }
        }
    }

    /** One PNG of all, with so many side by side, black on white, as an address with its data. */
    static String sheet(int columns, float[]... pictures) {
        int rows = (pictures.length + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(columns * SIDE, rows * SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < pictures.length; i++) {
            int[] greys = new int[SIDE * SIDE];
            for (int k = 0; k < greys.length; k++) {
                greys[k] = Math.round(255 * (1 - pictures[i][k]));
            }
            int x = i % columns * SIDE;
            sheet.getRaster().setPixels(x, i / columns * SIDE, SIDE, SIDE, greys);
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(sheet, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("pictures cannot be written as PNG", e);
        }
    }

    /**
     * A drawing as the digits of MNIST are: the longer side of its box has 20 pixels, and its
     * centre of mass is in the middle. What is so already, or blank, stays as it is.
     */
    static float[] centered(float[] ink) {
        int left = SIDE;
        int right = -1;
        int top = SIDE;
        int bottom = -1;
        double mass = 0;
        double middleX = 0;
        double middleY = 0;
        for (int i = 0; i < ink.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            mass += ink[i];
            middleX += ink[i] * x;
            middleY += ink[i] * y;
            if (ink[i] > FAINT) {
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
        }
        if (right < 0) {
            return ink.clone();
        }
        middleX /= mass;
        middleY /= mass;
        double scale = 20.0 / (Math.max(right - left, bottom - top) + 1);
        scale = Math.min(scale, MAX_SCALE);
        double away = Math.max(Math.abs(middleX - CENTER), Math.abs(middleY - CENTER));
        return Math.abs(scale - 1) < 0.06 && away < 1
                ? ink.clone()
                : moved(ink, scale, middleX, middleY);
    }

    /** With a point of the drawing in the middle. */
    private static float[] moved(float[] ink, double scale, double middleX, double middleY) {
        float[] moved = new float[ink.length];
        for (int i = 0; i < moved.length; i++) {
            int row = i / SIDE;
            double x = middleX + (i % SIDE - CENTER) / scale;
            double y = middleY + (row - CENTER) / scale;
            moved[i] = (float) Math.min(1, between(ink, x, y));
        }
        return moved;
    }

    /** Interpolates between four pixels. */
    private static double between(float[] ink, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double toRight = x - left;
        double down = y - top;
        return (1 - down)
                        * ((1 - toRight) * pixel(ink, left, top)
                                + toRight * pixel(ink, left + 1, top))
                + down
                        * ((1 - toRight) * pixel(ink, left, top + 1)
                                + toRight * pixel(ink, left + 1, top + 1));
    }

    private static float pixel(float[] ink, int x, int y) {
        return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : ink[y * SIDE + x];
    }
}
