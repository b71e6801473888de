package tripletlab.sweep;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Another place than this process where a sweep trains; found by {@link ServiceLoader}. */
public interface SweepRunner {

    /** The name by which {@link Sweep#run} finds it. */
    String name();

    /**
     * Trains each setting by {@link SweepRow#of}.
     *
     * @param done takes each row as soon as it is there, in any order, one after the other
     */
    void run(List<Setting> settings, SweepTask task, Consumer<SweepRow> done) throws Exception;
}
