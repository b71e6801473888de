package tripletlab.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The controls that are shown, so that those of a cell end when it runs again. */
final class Shown {
    private static final Map<String, OfCell> CELLS = new HashMap<>();

    /** What one run of a cell has shown. */
    private record OfCell(Object run, List<Interaction> interactions) {}

    private Shown() {}

    /** Ends what earlier runs of this cell have shown. */
    static void endEarlierOnes(Host host) {
        OfCell earlier;
        synchronized (CELLS) {
            earlier = CELLS.get(host.cellId());
            if (earlier == null || earlier.run() == host.run()) {
                return;
            }
            CELLS.remove(host.cellId());
        }
        earlier.interactions().forEach(Interaction::close);
    }

    static void add(Host host, Interaction interaction) {
        synchronized (CELLS) {
            CELLS.computeIfAbsent(host.cellId(), id -> new OfCell(host.run(), new ArrayList<>()))
                    .interactions()
                    .add(interaction);
        }
    }
}
