package tripletlab.loss;

import ai.djl.Device;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Predicate;

/**
 * What was made of the last batch of each thread on each device. All threads find it: a trainer
 * with several devices evaluates in threads of its own, its listeners in another. An entry goes
 * with its thread; all go with this object.
 */
final class LastBatches<T> {

    private final Map<Thread, Map<Device, T>> values = new WeakHashMap<>();

    synchronized Optional<T> find(Predicate<T> condition) {
        return values.values().stream()
                .flatMap(ofThread -> ofThread.values().stream())
                .filter(condition)
                .findFirst();
    }

    /** In place of the calling thread's last one on this device. */
    synchronized void put(Device device, T value) {
        values.computeIfAbsent(Thread.currentThread(), thread -> new HashMap<>())
                .put(device, value);
    }
}
