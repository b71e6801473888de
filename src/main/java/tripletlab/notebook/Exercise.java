package tripletlab.notebook;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.spi.SPIResolutionException;
import tripletlab.internal.Arguments;

/**
 * Exercises that check themselves. A cell has a stub to be filled in, the next one checks it:
 *
 * <pre>{@code
 * boolean[][] positives(int[] labels) {
 *     return Exercise.todo();   // true where row and column are two items of one class
 * }
 *
 * Exercise.check("3.1", () -> Check.equal("positives", positives(labels), expected,
 *         mismatch -> mismatch.onDiagonal() ? "an item is no positive of itself" : ""));
 * }</pre>
 *
 * <p>The check prints ✓, or ✗ with what is wrong, or ○ as long as the stub is as it was; it never
 * stops the run, so that a notebook runs to its end with its exercises unsolved. Only a cell that
 * the reader stops ends with a {@link CancellationException}.
 */
public final class Exercise {

    private static final Set<String> SOLVED = ConcurrentHashMap.newKeySet();

    private Exercise() {}

    /** Calls the reader's code and checks what it returns. */
    @FunctionalInterface
    public interface Body {

        /**
         * Throws {@link CheckFailed} if the reader's code is wrong, as the methods of {@link Check}
         * do.
         *
         * @throws Exception whatever the reader's code throws
         */
        void run() throws Exception;
    }

    /** Stands where the reader's code is to come, whatever it is to return. */
    public static <T> T todo() {
        throw new NotSolved();
    }

    /**
     * Checks an exercise and prints the verdict.
     *
     * @param id its number, such as {@code 3.1} for the first of notebook 03
     */
    public static void check(String id, Body body) {
        Arguments.requireNonNull("id", id);
        Arguments.requireNonNull("body", body);
        SOLVED.remove(id);
        String verdict = verdict("exercise " + id, body);
        if (verdict.startsWith("✓")) {
            SOLVED.add(id);
        }
        System.out.println(verdict);
    }

    /**
     * Stops the cell unless the last check found an exercise solved: for graders such as nbgrader,
     * which take an error for a wrong answer.
     *
     * @throws CheckFailed if it is not solved
     */
    public static void requireSolved(String id) {
        Arguments.requireNonNull("id", id);
        if (!SOLVED.contains(id)) {
            throw new CheckFailed("exercise " + id + " is not solved");
        }
    }

    private static String verdict(String exercise, Body body) {
        try {
            body.run();
            return "✓ " + exercise + " is solved";
        } catch (NotSolved e) {
            return "○ " + exercise + " is not solved yet: " + e.getMessage();
        } catch (CheckFailed e) {
            return "✗ " + exercise + ": " + e.getMessage();
        } catch (SPIResolutionException e) { // JShell's, which does not say which name
            return "✗ " + exercise + ": your code uses a name that the notebook does not know";
        } catch (CancellationException e) {
            throw e; // the reader stopped the cell
        } catch (InterruptedException e) { // the same while the code waits
            throw (CancellationException) new CancellationException("stopped").initCause(e);
        } catch (Exception | AssertionError | LinkageError | VirtualMachineError e) {
            return "✗ " + exercise + ": your code stops with " + e;
        }
    }

    /** Thrown by a stub. */
    private static final class NotSolved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotSolved() {
            super("put your code in place of Exercise.todo()");
        }
    }
}
