package tripletlab.plot.parts;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Words for colours, with what most of 222,500 people call so: xkcd's colour survey, 2010. */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    entry("purple", "#7e1e9c"),
                    entry("green", "#15b01a"),
                    entry("blue", "#0343df"),
                    entry("pink", "#ff81c0"),
                    entry("brown", "#653700"),
                    entry("red", "#e50000"),
                    entry("turquoise", "#06c2ac"),
                    entry("orange", "#f97306"),
                    entry("yellow", "#ffff14"),
                    entry("grey", "#929591"),
                    entry("black", "#000000"));

    @ParameterizedTest
    @EnumSource(Vision.class)
    @DisplayName("any two digits differ by 14 in CIEDE2000, and each from white")
    void distinguishable(Vision vision) {
        double[][] seen =
                IntStream.range(0, 10)
                        .mapToObj(i -> lab(product(vision.matrix, linear(Colors.digit(i)))))
                        .toArray(double[][]::new);
        double least = Double.POSITIVE_INFINITY;
        String pair = "";
        for (int i = 0; i < 10; i++) {
            assertTrue(difference(seen[i], new double[] {100, 0, 0}) > 14, "white and " + i);
            for (int j = 0; j < i; j++) {
                double difference = difference(seen[i], seen[j]);
                if (difference < least) {
                    least = difference;
                    pair = j + " and " + i;
                }
            }
        }
        System.out.printf("colours, %s sight: the closest are of %s, %.1f%n", vision, pair, least);
        assertTrue(least > 14, pair + ": " + least);
    }

    @Test
    void noTwoHaveOneName() {
        List<String> names =
                IntStream.range(0, 10).mapToObj(i -> nameOf(lab(linear(Colors.digit(i))))).toList();
        assertEquals(10, new HashSet<>(names).size(), names.toString());
    }

    private static String nameOf(double[] lab) {
        return Collections.min(
                NAMES.keySet(),
                Comparator.comparingDouble(name -> difference(lab, lab(linear(NAMES.get(name))))));
    }

    /** Pairs 1, 7, 13, 17, 24 and 34 of Sharma, Wu, Dalal: The CIEDE2000 formula, 2005, table 1. */
    @ParameterizedTest
    @CsvSource({
        "50 2.6772 -79.7751, 50 0 -82.7485, 2.0425",
        "50 0 0, 50 -1 2, 2.3669",
        "50 -0.001 2.49, 50 0.0011 -2.49, 4.7461",
        "50 2.5 0, 73 25 -18, 27.1492",
        "50 2.5 0, 50 3.2592 0.335, 1",
        "2.0776 0.0795 -1.135, 0.9033 -0.0636 -0.5514, 0.9082"
    })
    void differenceIsAsPublished(String first, String second, double expected) {
        assertEquals(expected, difference(numbers(first), numbers(second)), 1e-4);
        assertEquals(expected, difference(numbers(second), numbers(first)), 1e-4);
    }

    private static double[] numbers(String text) {
        return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
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

    /** CIEDE2000 of two colours in CIELAB. */
    private static double difference(double[] first, double[] second) {
        double chroma = (chroma(first) + chroma(second)) / 2;
        double stretch = 1.5 - 0.5 * weightOfChroma(chroma);
        double[] p = {first[0], first[1] * stretch, first[2]};
        double[] q = {second[0], second[1] * stretch, second[2]};
        double product = chroma(p) * chroma(q);
        double turn = product == 0 ? 0 : (hue(q) - hue(p) + 540) % 360 - 180;
        double meanHue = product == 0 ? hue(p) + hue(q) : (hue(p) + turn / 2 + 360) % 360;
        double light = (p[0] + q[0]) / 2 - 50;
        double meanChroma = (chroma(p) + chroma(q)) / 2;
        double t =
                1
                        - 0.17 * cos(meanHue - 30)
                        + 0.24 * cos(2 * meanHue)
                        + 0.32 * cos(3 * meanHue + 6)
                        - 0.20 * cos(4 * meanHue - 63);
        double byLight =
                (q[0] - p[0]) / (1 + 0.015 * light * light / Math.sqrt(20 + light * light));
        double byChroma = (chroma(q) - chroma(p)) / (1 + 0.045 * meanChroma);
        double byHue =
                2
                        * Math.sqrt(product)
                        * Math.sin(Math.toRadians(turn / 2))
                        / (1 + 0.015 * meanChroma * t);
        double angle = 60 * Math.exp(-Math.pow((meanHue - 275) / 25, 2));
        double rotation =
                -2
                        * weightOfChroma(meanChroma)
                        * Math.sin(Math.toRadians(angle))
                        * byChroma
                        * byHue;
        return Math.sqrt(byLight * byLight + byChroma * byChroma + byHue * byHue + rotation);
    }

    private static double weightOfChroma(double chroma) {
        double power = Math.pow(chroma, 7);
        return Math.sqrt(power / (power + Math.pow(25, 7)));
    }

    private static double chroma(double[] lab) {
        return Math.hypot(lab[1], lab[2]);
    }

    private static double hue(double[] lab) {
        return (Math.toDegrees(Math.atan2(lab[2], lab[1])) + 360) % 360;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
