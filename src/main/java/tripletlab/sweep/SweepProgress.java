package tripletlab.sweep;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tripletlab.notebook.Display;
import tripletlab.notebook.live.LiveTraining;

/** Shows how far a sweep is: in a notebook one line that changes, elsewhere a line a setting. */
final class SweepProgress {

    private final int settings;
    private final Collection<String> varied;
    private final LongSupplier clock;
    private final Consumer<String> line;
    private int kept;
    private int trained;
    private int failed;
    private long start;

    SweepProgress(int settings, Collection<String> varied) {
        this(settings, varied, System::nanoTime, line());
    }

    SweepProgress(
            int settings, Collection<String> varied, LongSupplier clock, Consumer<String> line) {
        this.settings = settings;
        this.varied = new TreeSet<>(varied);
        this.clock = clock;
        this.line = line;
    }

    private static Consumer<String> line() {
        try {
            Display display = Display.current();
            String id = display.show(content(""));
            return text -> display.update(id, content(text));
        } catch (LinkageError | RuntimeException e) { // no JJava, another one, or it does not run
            return System.out::println;
        }
    }

    private static Map<String, Object> content(String text) {
        return Map.of("text/plain", text, "text/html", Display.escape(text));
    }

    /** Prints what has to stay. */
    void say(String message) {
        System.out.println(message);
    }

    /** Starts the clock. */
    synchronized void begin(int kept) {
        this.kept = kept;
        start = clock.getAsLong();
        line.accept(text());
    }

    /** Counts a setting that is finished or has failed. */
    synchronized void add(SweepRow row) {
        trained++;
        if (row.isFailed()) {
            failed++;
        }
        String which =
                varied.stream()
                        .map(name -> name + "=" + row.setting().text(name))
                        .collect(Collectors.joining(" "));
        String result = row.isFailed() ? " failed: " + row.problem() : "";
        line.accept(text() + (kept + trained < settings ? " · " + which + result : ""));
    }

    private String text() {
        int left = settings - kept - trained;
        double seconds = (clock.getAsLong() - start) / 1e9;
        return "%d of %d settings".formatted(kept + trained, settings)
                + (kept > 0 ? " · " + kept + " were kept before" : "")
                + (failed > 0 ? " · " + failed + " failed" : "")
                + (left > 0
                        ? trained == 0
                                ? ""
                                : " · " + LiveTraining.duration(left * seconds / trained) + " left"
                        : " · in " + LiveTraining.duration(seconds));
    }
}
