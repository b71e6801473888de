package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class CheckTest {

    @Test
    void whatHoldsIsPrinted() {
        assertEquals(
                "✓ precision@1 = 0.953, expected 0.95 to 1",
                printed(() -> Check.between("precision@1", 0.953, 0.95, 1)));
        assertEquals(
                "✓ loss = 0.6931, expected 0.6931 ± 0.001",
                printed(() -> Check.close("loss", 0.69314, Math.log(2), 1e-3)));
        assertEquals(
                "✓ the distances are symmetric",
                printed(() -> Check.that("the distances are symmetric", true)));
    }

    @Test
    void boundsAreAllowed() {
        Check.between("x", 1, 1, 1);
        Check.between("x", 1e9, 0, Double.POSITIVE_INFINITY);
        Check.close("x", 1.5, 1, 0.5);
    }

    @Test
    void whatDoesNotHoldStopsTheRun() {
        assertFails("x = 0.94999, expected 0.95 to 1", () -> Check.between("x", 0.94999, 0.95, 1));
        assertFails("x = NaN, expected 0 to 1", () -> Check.between("x", Double.NaN, 0, 1));
        assertFails("x = NaN, expected 1 ± 1", () -> Check.close("x", Double.NaN, 1, 1));
        assertFails("x = Infinity, expected 1 ± 1", () -> Check.close("x", 1 / 0.0, 1, 1));
        assertFails("does not hold: all are equal", () -> Check.that("all are equal", false));
    }

    @Test
    void boundsThatAllowNothingAreNamed() {
        assertIllegal(
                "low is 2.0 and high is 1.0, expected low <= high",
                () -> Check.between("x", 1, 2, 1));
        assertIllegal(
                "low is NaN and high is 1.0, expected low <= high",
                () -> Check.between("x", 1, Double.NaN, 1));
        assertIllegal("tolerance is -1.0, expected 0 or more", () -> Check.close("x", 1, 1, -1));
        assertIllegal(
                "expected is NaN, expected a finite number",
                () -> Check.close("x", 1, Double.NaN, 1));
    }

    private static void assertFails(String message, Runnable check) {
        assertEquals(message, assertThrows(CheckFailed.class, check::run).getMessage());
    }

    private static void assertIllegal(String message, Runnable check) {
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertEquals(message, e.getMessage());
    }

    private static String printed(Runnable check) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            check.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
