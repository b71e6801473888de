package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The result of one setting.
 *
 * @param setting what was trained
 * @param measures what was measured; nothing if it failed
 * @param seconds that training and measuring took
 * @param problem why it failed; empty if it did not
 */
public record SweepRow(Setting setting, Measures measures, double seconds, String problem)
        implements Serializable {

    /** The seed of DJL's engine is one for the whole process, so trainings take turns. */
    private static final ReentrantLock ENGINE = new ReentrantLock();

    /**
     * Trains with a setting, while no other setting trains in this process. Whatever goes wrong
     * becomes the row's problem.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws CancellationException if the training stops for that reason
     */
    public static SweepRow of(SweepTask task, Setting setting) throws InterruptedException {
        requireNonNull("task", task);
        requireNonNull("setting", setting);
        ENGINE.lockInterruptibly();
        long start = System.nanoTime();
        Measures measures = new Measures(Map.of());
        String problem = "";
        try {
            measures = requireNonNull("what the task returns", task.run(setting));
        } catch (InterruptedException | CancellationException e) {
            throw e;
        } catch (Exception | OutOfMemoryError e) {
            if (Thread.interrupted()) { // a library may have wrapped what it caught
                throw new CancellationException("stopped in " + setting.key());
            }
            problem = e instanceof IllegalArgumentException ? e.getMessage() + "" : e.toString();
        } finally {
            ENGINE.unlock();
        }
        return new SweepRow(setting, measures, (System.nanoTime() - start) / 1e9, problem);
    }

    /** Whether there is a problem in place of numbers. */
    public boolean failed() {
        return !problem.isEmpty();
    }

    /** Returns what was measured under a title; NaN if the setting failed. */
    public double number(String title) {
        Map<String, Double> numbers = measures.numbers();
        boolean known = failed() || numbers.containsKey(requireNonNull("title", title));
        require(known, "there is no measure \"%s\", expected one of %s", title, numbers.keySet());
        return numbers.getOrDefault(title, Double.NaN);
    }
}
