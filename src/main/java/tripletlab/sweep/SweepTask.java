package tripletlab.sweep;

import java.io.Serializable;
import java.util.Map;

/**
 * Trains with a setting, and measures. In one process it may be a lambda of a notebook; on a
 * cluster it is a class that the executors have too, such as {@link MnistTraining}.
 */
@FunctionalInterface
public interface SweepTask extends Serializable {

    /**
     * Trains once. All that is random comes from the setting.
     *
     * @throws Exception if the setting is bad or the training fails; the row has its message
     */
    Measures run(Setting setting) throws Exception;

    /** Returns all names, with the values that hold if a sweep has none; nothing: any name. */
    default Map<String, ?> standards() {
        return Map.of();
    }
}
