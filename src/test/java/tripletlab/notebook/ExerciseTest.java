package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import jdk.jshell.spi.SPIResolutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ResourceLock(Resources.SYSTEM_OUT)
class ExerciseTest {

    private static double stub() {
        return Exercise.todo();
    }

    private static double recursive(double x) {
        return recursive(x + 1) + 1;
    }

    @Test
    void aStubIsNotSolvedYet() {
        assertEquals(
                "○ exercise 3.1 is not solved yet: put your code in place of Exercise.todo()",
                Printed.by(() -> Exercise.check("3.1", () -> Check.equal("x", stub(), 5))));
    }

    @Test
    void whatIsRightIsSolved() {
        assertEquals(
                "✓ x = 5\n✓ exercise 3.1 is solved",
                Printed.by(() -> Exercise.check("3.1", () -> Check.equal("x", 5, 5))));
    }

    @Test
    void whatIsWrongIsTold() {
        assertEquals(
                "✓ x = 5\n✗ exercise 3.1: y is 4, expected 5",
                Printed.by(
                        () ->
                                Exercise.check(
                                        "3.1",
                                        () -> {
                                            Check.equal("x", 5, 5);
                                            Check.equal("y", 4, 5);
                                        })));
    }

    @Test
    void codeThatStopsIsWrong() {
        int[] empty = {};
        assertEquals(
                "✗ exercise 3.1: your code stops with java.lang.ArrayIndexOutOfBoundsException: "
                        + "Index 0 out of bounds for length 0",
                Printed.by(() -> Exercise.check("3.1", () -> Check.equal("x", empty[0], 5))));
        assertEquals(
                "✗ exercise 3.1: your code stops with java.lang.StackOverflowError",
                Printed.by(() -> Exercise.check("3.1", () -> recursive(0))));
    }

    private static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"),
                new AssertionError("not so"),
                new ExceptionInInitializerError("of a class"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsWrongAndDoesNotStopTheRun(Error error) {
        assertEquals(
                "✗ exercise 3.1: your code stops with " + error,
                Printed.by(
                        () ->
                                Exercise.check(
                                        "3.1",
                                        () -> {
                                            throw error;
                                        })));
    }

    @Test
    void anUnknownNameIsTold() {
        assertEquals(
                "✗ exercise 3.1: your code uses a name that the notebook does not know",
                Printed.by(
                        () ->
                                Exercise.check(
                                        "3.1",
                                        () -> {
                                            throw new SPIResolutionException(1);
                                        })));
    }

    @Test
    void aCellThatIsStoppedStops() {
        assertThrows(
                CancellationException.class,
                () ->
                        Exercise.check(
                                "3.1",
                                () -> {
                                    throw new CancellationException("stopped");
                                }));
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class, () -> Exercise.check("3.1", () -> Thread.sleep(9)));
        assertFalse(Thread.interrupted());
    }

    @Test
    void aGraderIsStoppedUnlessTheLastCheckPassed() {
        Printed.by(() -> Exercise.check("3.7", () -> Check.equal("x", 5, 5)));
        Exercise.requireSolved("3.7");
        Printed.by(() -> Exercise.check("3.7", () -> Check.equal("x", stub(), 5)));
        CheckFailed refused = assertThrows(CheckFailed.class, () -> Exercise.requireSolved("3.7"));
        assertEquals("exercise 3.7 is not solved", refused.getMessage());
        assertThrows(CheckFailed.class, () -> Exercise.requireSolved("never checked"));
    }
}
