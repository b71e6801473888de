package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tripletlab.internal.WholeFile;

/**
 * Trains once for each combination of some values.
 *
 * <pre>{@code
 * List<SweepRow> rows = Sweep.builder()
 *         .setTask(new MnistTraining())
 *         .optValues("margin", 0.2, 0.5, "soft")
 *         .optValues("seed", 1, 2, 3)                // 9 settings; all else as it is by default
 *         .optFolder(Path.of("target", "margins"))   // a rerun trains only what is not there
 *         .build()
 *         .run("here");                              // or "spark"
 * Sweep.table(rows)
 * }</pre>
 *
 * <p>A setting that fails is a row with its reason. It is not kept, so the next run tries it again.
 * One seed, number of threads and kind of processor give the same numbers wherever they are
 * computed.
 */
public final class Sweep {

    private final SweepTask task;
    private final List<Setting> settings;
    private final Set<String> varied = new LinkedHashSet<>();
    private final Path folder; // or null

    private Sweep(Builder builder) {
        task = requireNonNull("task", builder.task);
        folder = builder.folder;
        Map<String, List<String>> values = new LinkedHashMap<>(builder.values);
        Set<String> known = task.standards().keySet();
        for (String name : values.keySet()) {
            boolean taken = known.isEmpty() || known.contains(name);
            require(taken, "there is no setting \"%s\", expected one of %s", name, known);
        }
        task.standards()
                .forEach(
                        (name, value) ->
                                values.putIfAbsent(name, List.of(Setting.canonical(name, value))));
        values.forEach((name, some) -> varied.addAll(some.size() > 1 ? Set.of(name) : Set.of()));
        settings = combinations(values);
    }

    /** All of them; the values of the last name change first. */
    private static List<Setting> combinations(Map<String, List<String>> values) {
        List<TreeMap<String, String>> all = new ArrayList<>(List.of(new TreeMap<>()));
        values.forEach(
                (name, some) -> {
                    List<TreeMap<String, String>> longer = new ArrayList<>();
                    for (TreeMap<String, String> setting : all) {
                        for (String value : some) {
                            longer.add(new TreeMap<>(setting));
                            longer.get(longer.size() - 1).put(name, value);
                        }
                    }
                    all.clear();
                    all.addAll(longer);
                });
        return all.stream().map(Setting::new).toList();
    }

    /** Starts with the task's standard setting only. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the settings, in the order of the rows. */
    public List<Setting> settings() {
        return settings;
    }

    /**
     * Trains what is not kept yet, and shows how far it is.
     *
     * @param where {@code here} for this process, or {@code spark}
     * @return a row for each setting, in their order
     * @throws IllegalArgumentException if there is no such place
     * @throws InterruptedException if it is stopped; what is finished is kept
     * @throws IOException if the folder cannot be written to
     */
    public List<SweepRow> run(String where) throws Exception {
        SweepRunner runner = runner(requireNonNull("where", where));
        SweepProgress progress = new SweepProgress(settings.size(), varied);
        KeptRows kept = folder == null ? null : new KeptRows(folder);
        Map<Setting, SweepRow> rows = new ConcurrentHashMap<>();
        if (kept != null) {
            settings.forEach(
                    setting ->
                            kept.read(setting, progress::say)
                                    .ifPresent(row -> rows.put(setting, row)));
        }
        List<Setting> missing = settings.stream().filter(s -> !rows.containsKey(s)).toList();
        progress.begin(rows.size());
        Consumer<SweepRow> done =
                row -> {
                    keep(row, kept);
                    rows.put(row.setting(), row);
                    progress.add(row);
                };
        if (!missing.isEmpty()) {
            runner.run(missing, task, done);
        }
        return settings.stream().map(rows::get).toList();
    }

    private static void keep(SweepRow row, KeptRows kept) {
        if (kept != null && !row.isFailed()) {
            try {
                kept.write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static SweepRunner runner(String where) {
        if (where.equals("here")) {
            return new Here();
        }
        for (SweepRunner runner :
                ServiceLoader.load(SweepRunner.class, SweepRunner.class.getClassLoader())) {
            if (runner.name().equals(where)) {
                return runner;
            }
        }
        throw new IllegalArgumentException(
                "a sweep cannot run on \"%s\", expected here, or spark where it is there: "
                                .formatted(where)
                        + "python3 binder/lab.py --with spark");
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
            table.addColumns(
                    StringColumn.create(
                            name, rows.stream().map(row -> row.setting().values().get(name))));
        }
        for (String title : titles) {
            table.addColumns(
                    DoubleColumn.create(
                            title, rows.stream().mapToDouble(row -> row.number(title))));
        }
        return table.addColumns(
                DoubleColumn.create("seconds", rows.stream().mapToDouble(SweepRow::seconds)),
                StringColumn.create("problem", rows.stream().map(SweepRow::problem)));
    }

    /**
     * Runs a sweep of {@link MnistTraining} and writes its table, after each setting a file into
     * the folder of the same name.
     *
     * @param args {@code here} or {@code spark}, the CSV file, then {@code margin=0.2,0.5} or other
     *     names with their values
     */
    public static void main(String[] args) throws Exception {
        require(args.length >= 2, "arguments: here|spark FILE.csv NAME=VALUE,VALUE… …");
        Path file = Path.of(args[1]).toAbsolutePath();
        String folder = file.getFileName().toString().replaceFirst("(\\.csv)?$", "-rows");
        Builder builder =
                builder().setTask(new MnistTraining()).optFolder(file.resolveSibling(folder));
        for (String argument : List.of(args).subList(2, args.length)) {
            String[] parts = argument.split("=", 2);
            require(parts.length == 2, "\"%s\", expected NAME=VALUE,VALUE…", argument);
            builder.optValues(parts[0], (Object[]) parts[1].split(",", -1));
        }
        Table table = table(builder.build().run(args[0]));
        WholeFile.write(file, out -> table.write().csv(out));
    }

    /** Collects what a sweep is made of. */
    public static final class Builder {

        private final Map<String, List<String>> values = new LinkedHashMap<>();
        private SweepTask task;
        private Path folder;

        private Builder() {}

        /** Sets what trains and measures. */
        public Builder setTask(SweepTask task) {
            this.task = requireNonNull("task", task);
            return this;
        }

        /**
         * Sets the values of a name, each of which is combined with all of the others.
         *
         * @param some numbers, words and constants; arrays and collections of them; one or more
         */
        public Builder optValues(String name, Object... some) {
            List<Object> flat = new ArrayList<>();
            flatten(requireNonNull("some", some), flat);
            require(!flat.isEmpty(), "%s has no value, expected one or more", name);
            values.put(
                    Setting.canonical("a name", name),
                    flat.stream().map(value -> Setting.canonical(name, value)).distinct().toList());
            return this;
        }

        private static void flatten(Object value, List<Object> into) {
            if (value instanceof Collection<?> collection) {
                collection.forEach(element -> flatten(element, into));
            } else if (value != null && value.getClass().isArray()) {
                for (int i = 0; i < Array.getLength(value); i++) {
                    flatten(Array.get(value, i), into);
                }
            } else {
                into.add(value);
            }
        }

        /**
         * Sets where finished rows are kept; made when it is first needed. A row is kept as a whole
         * or not at all, for the same task, engine and version of this library.
         */
        public Builder optFolder(Path folder) {
            this.folder = requireNonNull("folder", folder);
            return this;
        }

        /**
         * Makes the sweep.
         *
         * @throws IllegalArgumentException if there is no task, or if it does not know a name
         */
        public Sweep build() {
            return new Sweep(this);
        }
    }
}
