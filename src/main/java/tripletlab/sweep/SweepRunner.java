package tripletlab.sweep;

import java.util.List;
import java.util.function.Consumer;

/** A place to train that {@link Sweep#run} finds as a {@link java.util.ServiceLoader service}. */
public interface SweepRunner {

    /** Its name for {@link Sweep#run}. */
    String name();

    /**
     * Trains each setting by {@link SweepRow#of}.
     *
     * @param done takes each row as soon as it is there, in any order, one after the other
     */
    void run(List<Setting> settings, SweepTask task, Consumer<SweepRow> done) throws Exception;
}
