package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;
import static tripletlab.internal.Tables.requireNoNulls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Trains once for each combination of some values.
 *
 * <pre>{@code
 * List<SweepRow> rows = new Sweep(new MnistTraining())
 *         .with("margin", 0.2, 0.5, "soft")
 *         .with("seed", 1, 2, 3)                   // 9 settings; the rest is as it is by default
 *         .keepIn(Path.of("target", "margins"))    // a rerun trains only what is not there
 *         .run("here");                            // or "spark"
 * Sweep.table(rows).write().csv("margins.csv");
 * }</pre>
 *
 * <p>A setting that fails is a row with its reason. It is not kept, so the next run tries it again.
 * The same seed, number of threads and processor give the same numbers in this process and on
 * Spark.
 */
public final class Sweep {

    private final SweepTask task;
    private final Map<String, List<?>> values = new LinkedHashMap<>();
    private Path folder; // or null

    /** Starts with one setting, the task's standard. */
    public Sweep(SweepTask task) {
        this.task = requireNonNull("task", task);
    }

    /**
     * Sets the values of a name, each of which is combined with all of the others.
     *
     * @param some numbers, words or constants of an enum, one or more
     * @throws IllegalArgumentException if the task does not know the name, or the name has a space
     *     or =
     */
    public Sweep with(String name, Object... some) {
        requireNonNull("name", name);
        Set<String> known = task.standards().keySet();
        boolean taken = known.isEmpty() || known.contains(name);
        require(taken, "there is no setting \"%s\", expected one of %s", name, known);
        Setting.requireOneWord("name", name);
        require(requireNoNulls("some", some).length > 0, "%s has no values", name);
        values.put(name, List.of(some));
        return this;
    }

    /**
     * Keeps each finished row in a folder: as a whole or not at all, for this engine and version of
     * the library. A folder is for one task.
     */
    public Sweep keepIn(Path folder) {
        this.folder = requireNonNull("folder", folder);
        return this;
    }

    /** Returns all settings; the values of the name that was added last change first. */
    public List<Setting> settings() {
        Map<String, List<?>> all = new LinkedHashMap<>(values);
        task.standards().forEach((name, value) -> all.putIfAbsent(name, List.of(value)));
        Set<Setting> settings = new LinkedHashSet<>(List.of(new Setting(new TreeMap<>())));
        for (Map.Entry<String, List<?>> entry : all.entrySet()) {
            Set<Setting> longer = new LinkedHashSet<>();
            for (Setting setting : settings) {
                entry.getValue().forEach(v -> longer.add(setting.with(entry.getKey(), v)));
            }
            settings = longer;
        }
        return List.copyOf(settings);
    }

    /**
     * Trains what is not kept yet, and shows how far it is.
     *
     * @param where {@code here} for this process, or {@code spark}
     * @return a row for each setting, in their order
     * @throws IllegalArgumentException if there is no such place
     * @throws InterruptedException if it is stopped; what is finished is kept
     * @throws IOException if the folder cannot be written to; on Spark this is a cause
     */
    public List<SweepRow> run(String where) throws Exception {
        SweepRunner runner = runner(requireNonNull("where", where));
        List<Setting> settings = settings();
        Map<Setting, SweepRow> rows = new ConcurrentHashMap<>();
        KeptRows kept = folder == null ? null : KeptRows.in(folder);
        if (kept != null) {
            settings.forEach(s -> kept.read(s).ifPresent(row -> rows.put(s, row)));
        }
        SweepProgress progress = new SweepProgress(settings.size(), rows.size());
        List<Setting> missing = settings.stream().filter(s -> !rows.containsKey(s)).toList();
        Consumer<SweepRow> done =
                row -> {
                    keep(row, kept);
                    rows.put(row.setting(), row);
                    progress.add(row);
                };
        if (!missing.isEmpty()) {
            try {
                runner.run(missing, task, done);
            } catch (UncheckedIOException e) { // of done
                throw e.getCause();
            }
        }
        return settings.stream().map(rows::get).toList();
    }

    private static void keep(SweepRow row, KeptRows kept) {
        if (kept != null && !row.failed()) {
            try {
                kept.write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static SweepRunner runner(String where) {
        ServiceLoader<SweepRunner> others =
                ServiceLoader.load(SweepRunner.class, SweepRunner.class.getClassLoader());
        return Stream.concat(
                        Stream.of(new Here()), others.stream().map(ServiceLoader.Provider::get))
                .filter(runner -> runner.name().equals(where))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "where is \"%s\", expected here, or spark after python3"
                                                        .formatted(where)
                                                + " binder/lab.py --with spark"));
    }

    /** One setting after the other. */
    private record Here() implements SweepRunner {
        @Override
        public String name() {
            return "here";
        }

        @Override
        public void run(List<Setting> settings, SweepTask task, Consumer<SweepRow> done)
                throws InterruptedException {
            for (Setting setting : settings) {
                done.accept(SweepRow.of(task, setting));
            }
        }
    }

    /**
     * Makes a table: a column for each name of a setting and for each number that was measured, the
     * seconds, and the problem, which is missing where there is none.
     */
    public static Table table(List<SweepRow> rows) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> titles = new LinkedHashSet<>();
        for (SweepRow row : requireNonNull("rows", rows)) {
            names.addAll(row.setting().values().keySet());
            titles.addAll(row.measures().numbers().keySet());
        }
        Table table = Table.create("Sweep");
        for (String name : names) {
            Stream<String> texts = rows.stream().map(row -> row.setting().text(name));
            table.addColumns(StringColumn.create(name, texts));
        }
        for (String title : titles) {
            double[] numbers = rows.stream().mapToDouble(row -> row.number(title)).toArray();
            table.addColumns(DoubleColumn.create(title, numbers));
        }
        return table.addColumns(
                DoubleColumn.create("seconds", rows.stream().mapToDouble(SweepRow::seconds)),
                StringColumn.create("problem", rows.stream().map(SweepRow::problem)));
    }
}
