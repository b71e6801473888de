package tripletlab.plot.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void keepsSignificantDigits() {
        double[] values = {123456, 0.000123456, -9.99996, 0, Double.NaN};
        double[] expected = {123460, 0.00012346, -10, 0, Double.NaN};
        assertArrayEquals(expected, Numbers.rounded(values, 5));
    }

    @Test
    void sharesAsByHandAndTheLastBinHoldsItsUpperEdge() {
        double[] edges = Numbers.edges(Stream.of(new double[] {3}, new double[] {0, -1}), 4);
        assertArrayEquals(new double[] {-1, 0, 1, 2, 3}, edges, 1e-12);
        double[] values = {-1, -0.5, 0, 2.5, 3};
        double[] shares = Numbers.shares(values, edges, 100);
        assertArrayEquals(new double[] {40, 20, 0, 40}, shares, 1e-12);
    }

    @Test
    void valueAtAnEdgeIsInTheBinThatBeginsThere() {
        double[] edges = Numbers.edges(Stream.of(new double[] {-0.3, 0.6}), 9);
        for (int i = 0; i < 9; i++) { // the division by the width would put some a bin too low
            double[] shares = Numbers.shares(new double[] {edges[i]}, edges, 1);
            assertEquals(1, shares[i], "edge " + i);
        }
    }

    @Test
    void oneNumberOnlyStillHasBinsOfSomeWidth() {
        double[] edges = Numbers.edges(Stream.of(new double[] {2, 2}), 2);
        assertArrayEquals(new double[] {2, 2.5, 3}, edges, 1e-12);
        double[] shares = Numbers.shares(new double[] {2, 2}, edges, 1);
        assertArrayEquals(new double[] {1, 0}, shares, 1e-12);
    }

    @Test
    void runsAreAveraged() {
        double[] thin = Numbers.thinned(new double[] {1, 3, 5, Double.NaN, 9}, 3);
        assertArrayEquals(new double[] {2, 5, 9}, thin);
    }

    @Test
    void tenThousandBatchesBecomeAThousandPoints() {
        double[] batches = IntStream.rangeClosed(1, 10_000).asDoubleStream().toArray();
        double[] thin = Numbers.thinned(batches, 1000);
        assertEquals(1000, thin.length);
        assertEquals(5.5, thin[0]);
        assertEquals(9995.5, thin[999]);
    }

    @Test
    void fewPointsStay() {
        double[] two = {1, 2};
        assertSame(two, Numbers.thinned(two, 2));
    }

    @Test
    void movingMeanLooksBack() {
        double[] means = Numbers.movingMean(new double[] {4, 2, Double.NaN, 6}, 2);
        assertArrayEquals(new double[] {4, 3, 2, 6}, means);
    }

    @Test
    void unknownValuesAreNotFinite() {
        assertFalse(Numbers.anyFinite(new double[] {Double.NaN}));
        assertFalse(Numbers.anyFinite(new double[0]));
        assertTrue(Numbers.anyFinite(new double[] {Double.NaN, 1}));
    }

    @Test
    void rangesHoldTheirValues() {
        assertEquals(List.of(-3.4, 5.4), Numbers.range(new double[] {0, 5, -3}, 0.05));
        assertEquals(
                List.of(5.0, -1.0),
                Numbers.union(
                        List.of(
                                PlotlyFigure.range(2, -1), // downwards
                                PlotlyFigure.range(0, 5))));
    }
}
