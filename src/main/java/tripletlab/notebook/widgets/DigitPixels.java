package tripletlab.notebook.widgets;

import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;

/** Digits of 28 × 28 pixels, each row by row, from 0 for paper to 1 for ink. */
final class DigitPixels {
    static final int SIDE = 28;

    private static final double CENTER = (SIDE - 1) / 2.0;
    private static final float FAINT = 0.1f; // less ink than that does not belong to the digit
    private static final double MAX_SCALE = 2.5; // a dot stays a dot

    private DigitPixels() {}

    static void require(String name, float[][] pictures) {
        int pixels = Arguments.requireRectangular(name, pictures);
        String message = "%s has %d numbers in row 0, expected 784 pixels";
        Arguments.require(pixels == SIDE * SIDE, message, name, pixels);
        Pictures.requireInk(name, pictures);
    }

    /** A picture of a digit, as the address of a PNG that holds its own data. */
    static String address(float[] ink) {
        return Pictures.address(Pictures.square(SIDE, ink));
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
