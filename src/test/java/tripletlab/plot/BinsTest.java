package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class BinsTest {

    @Test
    void sharesAsByHandAndTheLastBinHoldsItsUpperEdge() {
        Bins bins = Bins.between(-1, 3, 4);
        assertArrayEquals(new double[] {-1, 0, 1, 2, 3}, bins.edges(), 1e-12);
        double[] values = {-1, -0.5, 0, 2.5, 3};
        assertArrayEquals(new double[] {40, 20, 0, 40}, bins.shares(values, 100), 1e-12);
    }

    @Test
    void oneNumberOnlyStillHasBinsOfSomeWidth() {
        Bins bins = Bins.between(2, 2, 2);
        assertArrayEquals(new double[] {2, 2.5, 3}, bins.edges(), 1e-12);
        assertArrayEquals(new double[] {1, 0}, bins.shares(new double[] {2, 2}, 1), 1e-12);
    }
}
