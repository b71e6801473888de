package tripletlab.sweep;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tripletlab.notebook.Display;
import tripletlab.notebook.live.LiveTraining;

/** Shows how far a sweep is: in a notebook one line that changes, elsewhere a line a setting. */
final class SweepProgress {

    private final int settings;
    private final int kept;
    private final LongSupplier clock;
    private final Consumer<String> line;
    private final long start;
    private int trained;
    private int failed;

    SweepProgress(int settings, int kept) {
        this(settings, kept, System::nanoTime, line());
    }

    SweepProgress(int settings, int kept, LongSupplier clock, Consumer<String> line) {
        this.settings = settings;
        this.kept = kept;
        this.clock = clock;
        this.line = line;
        start = clock.getAsLong();
        line.accept(text());
    }

    private static Consumer<String> line() {
        try {
            Display display = Display.current();
            String id = display.show(Map.of("text/plain", ""));
            return text -> display.update(id, Map.of("text/plain", text));
        } catch (LinkageError | RuntimeException e) { // no JJava, another one, or it does not run
            return System.out::println;
        }
    }

    void add(SweepRow row) {
        trained++;
        failed += row.failed() ? 1 : 0;
        line.accept(text());
    }

    private String text() {
        int left = settings - kept - trained;
        double seconds = (clock.getAsLong() - start) / 1e9;
        String time =
                left == 0
                        ? " in " + LiveTraining.duration(seconds)
                        : trained == 0
                                ? ""
                                : ", " + LiveTraining.duration(left * seconds / trained) + " left";
        return "%d of %d settings%s%s%s"
                .formatted(
                        kept + trained,
                        settings,
                        kept > 0 ? ", " + kept + " of them kept before" : "",
                        failed > 0 ? ", " + failed + " failed" : "",
                        time);
    }
}
