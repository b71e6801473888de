package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the colours to how people see, colour-blind ones among them. */
class ColorsTest {

    /**
     * What full colour blindness of one kind makes of linear RGB. G. M. Machado, M. M. Oliveira, L.
     * A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency,
     * IEEE TVCG 15(6), 2009, severity 1.
     */
    private enum Vision {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(
                0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
                1.051998),
        DEUTERANOPIA(
                0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
                0.968881),
        TRITANOPIA(
                1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
                0.303900);

        private final double[] matrix;

        Vision(double... matrix) {
            this.matrix = matrix;
        }
    }

    @ParameterizedTest
    @EnumSource(Vision.class)
    @DisplayName("any two digits differ by 15 in CIELAB, and each from white")
    void distinguishable(Vision vision) {
        double[][] seen =
                IntStream.range(0, 10)
                        .mapToObj(i -> lab(product(vision.matrix, linear(Colors.digit(i)))))
                        .toArray(double[][]::new);
        for (int i = 0; i < 10; i++) {
            assertTrue(distance(seen[i], new double[] {100, 0, 0}) > 15, "white and " + i);
            for (int j = 0; j < i; j++) {
                assertTrue(distance(seen[i], seen[j]) > 15, i + " and " + j);
            }
        }
    }

    @Test
    void repeatsFromTen() {
        assertEquals(Colors.digit(3), Colors.digit(13));
    }

    @Test
    void negativeLabelIsNamed() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Colors.digit(-1));
        assertEquals("label is -1, expected 0 or more", e.getMessage());
    }

    /** Contrast as WCAG 2.1 defines it, of which 3 is the least for large or bold text. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void inkCanBeRead(int digit) {
        String color = Colors.digit(digit);
        double paper = luminance(color);
        double ink = luminance(Colors.inkOn(color));
        double contrast = (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
        assertTrue(contrast > 3, "contrast " + contrast);
    }

    @Test
    void tenSeriesHaveTenColors() {
        assertEquals(10, IntStream.range(0, 10).mapToObj(Colors::series).distinct().count());
        assertEquals(Colors.series(1), Colors.series(11));
    }

    @Test
    void translucentColorKeepsItsChannels() {
        assertEquals("rgba(63, 144, 218, 0.35)", Colors.translucent("#3f90da", 0.35));
    }

    private static double luminance(String color) {
        double[] rgb = linear(color);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] linear(String color) {
        return IntStream.of(1, 3, 5)
                .mapToDouble(i -> Integer.parseInt(color.substring(i, i + 2), 16) / 255.0)
                .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double[] product(double[] m, double[] v) {
        return IntStream.range(0, 3)
                .mapToDouble(i -> m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2])
                .map(c -> Math.max(0, Math.min(1, c)))
                .toArray();
    }

    private static double[] lab(double[] rgb) {
        double[] srgbToXyz = {
            0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
            0.9503041
        };
        double[] white = {0.95047, 1, 1.08883};
        double[] xyz = product(srgbToXyz, rgb);
        double[] f = IntStream.range(0, 3).mapToDouble(i -> root(xyz[i] / white[i])).toArray();
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(
                Arrays.stream(new int[] {0, 1, 2})
                        .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                        .sum());
    }
}
