package tripletlab.loss;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A value for each thread. It is forgotten with its thread, and all are with this: a {@link
 * ThreadLocal} that is discarded leaves its values in their threads.
 */
final class PerThread<T> {

    private final Map<Thread, T> values = Collections.synchronizedMap(new WeakHashMap<>());

    /** The calling thread's, or null. */
    T get() {
        return values.get(Thread.currentThread());
    }

    void set(T value) {
        values.put(Thread.currentThread(), value);
    }
}
