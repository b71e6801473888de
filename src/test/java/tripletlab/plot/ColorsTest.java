package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorsTest {

    /** Contrast as WCAG 2.1 defines it, of which 3 is the least for large or bold text. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void inkCanBeRead(int digit) {
        String color = DigitColors.of(digit);
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
        double[] weights = {0.2126, 0.7152, 0.0722};
        return IntStream.range(0, 3)
                .mapToDouble(
                        i -> {
                            String hex = color.substring(1 + 2 * i, 3 + 2 * i);
                            double c = Integer.parseInt(hex, 16) / 255.0;
                            double linear =
                                    c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
                            return weights[i] * linear;
                        })
                .sum();
    }
}
