package tripletlab.fuzz;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * One call and what judges its answer.
 *
 * @param code calls the library
 * @param oracle throws an AssertionError unless the answer is right; only asked about good inputs
 */
record Call<T>(Callable<T> code, Consumer<T> oracle) {}
