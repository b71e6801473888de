package tripletlab.sweep;

import java.io.Serializable;
import java.util.Map;

/**
 * Trains with a setting, and measures. It may be a method of a notebook: {@code setting -> …}. On a
 * cluster it has to be a class that the executors have too, such as {@link MnistTraining}.
 */
@FunctionalInterface
public interface SweepTask extends Serializable {

    /**
     * Trains once. All that is random comes from the setting's seed.
     *
     * @throws Exception if the setting is bad or the training fails: then its row has the reason
     */
    Measures run(Setting setting) throws Exception;

    /**
     * Returns all names of settings that there are, with the values they have if a sweep does not
     * set them. If there are none, a sweep may use any name.
     */
    default Map<String, ?> standards() {
        return Map.of();
    }
}
