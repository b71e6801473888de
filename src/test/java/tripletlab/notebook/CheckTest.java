package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class CheckTest {

    @Test
    void whatHoldsIsPrinted() {
        assertEquals(
                "✓ loss = 0.6931, expected 0.6931 ± 0.001",
                Printed.by(() -> Check.close("loss", 0.69314, Math.log(2), 1e-3)));
        assertEquals(
                "✓ the distances are symmetric",
                Printed.by(() -> Check.that("the distances are symmetric", true)));
    }

    @Test
    void aClaimAboutTheDefaultsDoesNotStopTheRun() {
        assertEquals(
                "✓ precision@1 = 0.953, expected 0.95 to 1",
                Printed.by(() -> Check.atDefaults("precision@1", 0.953, 0.95, 1)));
        assertEquals(
                "✗ precision@1 = 0.31, at the defaults 0.95 to 1",
                Printed.by(() -> Check.atDefaults("precision@1", 0.31, 0.95, 1)));
        assertEquals(
                "✗ loss = NaN, at the defaults 0 to 1",
                Printed.by(() -> Check.atDefaults("loss", Double.NaN, 0, 1)));
        assertEquals("✓ the loss fell", Printed.by(() -> Check.atDefaults("the loss fell", true)));
        assertEquals(
                "✗ only at the defaults: the loss fell",
                Printed.by(() -> Check.atDefaults("the loss fell", false)));
    }

    @Test
    void boundsAreAllowed() {
        assertEquals(
                "✓ x = 1, expected 1 to ∞",
                Printed.by(() -> Check.atDefaults("x", 1, 1, Double.POSITIVE_INFINITY)));
        Check.close("x", 1.5, 1, 0.5);
    }

    @Test
    void whatDoesNotHoldStopsTheRun() {
        assertFails("x is NaN, expected 1 ± 1", () -> Check.close("x", Double.NaN, 1, 1));
        assertFails("x is ∞, expected 1 ± 1", () -> Check.close("x", 1 / 0.0, 1, 1));
        assertFails("x is 1, expected NaN ± 1", () -> Check.close("x", 1, Double.NaN, 1));
        assertFails("does not hold: all are equal", () -> Check.that("all are equal", false));
    }

    @Test
    void nanIsOnlyLikeNan() {
        Check.equal("x", Double.NaN, Double.NaN);
        Check.equal("x", -0.0, 0.0);
        assertFails(
                "x is NaN, expected 0 ± ∞",
                () -> Check.close("x", Double.NaN, 0, Double.POSITIVE_INFINITY));
    }

    @Test
    void theFirstWrongElementIsWhereOneWasPut() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int[] size = {1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4)};
            double[][][] right = new double[size[0]][size[1]][size[2]];
            double[][][] wrong = new double[size[0]][size[1]][size[2]];
            int[] at = {random.nextInt(size[0]), random.nextInt(size[1]), random.nextInt(size[2])};
            wrong[at[0]][at[1]][at[2]] = 1;
            List<Check.Mismatch> told = new ArrayList<>();
            assertThrows(
                    CheckFailed.class,
                    () -> Check.close("x", wrong, right, 0.5, m -> told.add(m) ? "" : ""));
            assertArrayEquals(at, told.get(0).index(), "seed 5, round " + round);
            assertEquals(at[1], told.get(0).row());
            assertEquals(at[2], told.get(0).column());
            Check.close("x", wrong, right, 1);
        }
    }

    @Test
    void arraysAreHeldToArrays() {
        boolean[][] mask = {{false, true}, {true, false}};
        assertEquals(
                "✓ mask as expected (2, 2)",
                Printed.by(() -> Check.equal("mask", mask, new int[][] {{0, 1}, {1, 0}})));
        assertEquals(
                "✓ x as expected (2)",
                Printed.by(() -> Check.close("x", new float[] {1, 2}, new double[] {1.1, 2}, 0.2)));
        assertEquals(
                "✓ none as expected (0)",
                Printed.by(() -> Check.close("none", new float[0], new double[0], 0.1)));
        assertEquals("✓ count = 26", Printed.by(() -> Check.equal("count", 26L, 26)));
        assertEquals("✓ flag = true", Printed.by(() -> Check.equal("flag", true, true)));
    }

    @Test
    void integersThatADoubleDoesNotTellApartAreRefused() {
        long odd = (1L << 53) + 1;
        String message = "value is 9007199254740993, expected integers that a double can hold";
        assertIllegal(message, () -> Check.equal("n", odd, 1L << 53));
        assertIllegal(message, () -> Check.equal("n", new long[] {0, odd}, new long[] {0, odd}));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.create(new long[] {odd});
            assertIllegal(message, () -> Check.equal("n", array, new long[] {1L << 53}));
        }
    }

    @Test
    void theFirstWrongPlaceIsTold() {
        boolean[][] mask = {{false, true}, {true, true}};
        boolean[][] expected = {{false, true}, {true, false}};
        assertFails(
                "mask is true in row 1, column 1, expected false: no item is its own positive",
                () ->
                        Check.equal(
                                "mask",
                                mask,
                                expected,
                                place -> place.onDiagonal() ? "no item is its own positive" : ""));
        assertFails(
                "x is 1 at index 0, expected 2 ± 0.5 (2 of 3 are wrong)",
                () -> Check.close("x", new int[] {1, 2, 3}, new int[] {2, 2, 4}, 0.5));
        assertFails(
                "x is 1 at index [0, 0, 0], expected 0",
                () -> Check.equal("x", new int[][][] {{{1}}}, new int[][][] {{{0}}}));
        assertFails("x is 1.00001, expected 1.0", () -> Check.equal("x", 1.00001, 1.0));
        assertFails("x is null", () -> Check.equal("x", null, 1));
        assertFails(
                "x has shape (2), expected (3)",
                () -> Check.equal("x", new int[2], new int[3], place -> "not asked"));
        assertIllegal(
                "tolerance is -1.0, expected 0 or more",
                () -> Check.close("x", 5L, 5L, -1.0, p -> ""));
    }

    private static void assertFails(String message, Runnable check) {
        assertEquals(message, assertThrows(CheckFailed.class, check::run).getMessage());
    }

    private static void assertIllegal(String message, Runnable check) {
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertEquals(message, e.getMessage());
    }
}
