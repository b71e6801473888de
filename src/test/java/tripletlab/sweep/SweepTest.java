package tripletlab.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;
import tripletlab.Errors;
import tripletlab.distance.Distance;
import tripletlab.evaluation.Embeddings;
import tripletlab.notebook.Printed;

class SweepTest {

    @TempDir private Path folder;

    private final List<String> trained = new ArrayList<>();
    private final SweepTask task =
            setting -> {
                trained.add(setting.key());
                double margin = setting.number("margin");
                if (margin < 0) {
                    throw new IllegalArgumentException("margin is below 0");
                }
                if (margin > 100) {
                    throw new IOException("disk full");
                }
                float[][] rows = {{(float) margin, 0.1f}, {1e-30f, 3.4e38f}};
                return new Measures(
                        Map.of("MAP@R", margin / 3, "norm", Double.NaN),
                        Map.of("active", new double[] {0.1, Double.NaN, 1 / 3.0}),
                        new Embeddings(rows, new int[] {1, 2}));
            };

    private static MnistTraining mnist() {
        return new MnistTraining();
    }

    @Test
    void trainsEachCombinationInOrder() throws Exception {
        Sweep sweep = new Sweep(task).with("seed", 1, 2).with("margin", 0.2, "0.50", 1.0);
        List<SweepRow> rows = sweep.run("here");
        List<String> keys =
                List.of(
                        "margin=0.2 seed=1",
                        "margin=0.5 seed=1",
                        "margin=1 seed=1",
                        "margin=0.2 seed=2",
                        "margin=0.5 seed=2",
                        "margin=1 seed=2");
        assertEquals(keys, trained);
        assertEquals(keys, rows.stream().map(row -> row.setting().key()).toList());
        assertEquals(0.2 / 3, rows.get(0).number("MAP@R"));
    }

    @Test
    void aKeyIsTheSameForTheSameValues() {
        String key = "distance=squared-euclidean margin=0.2 seed=10";
        Setting one = new Setting(new TreeMap<>());
        assertEquals(
                key,
                one.with("margin", 0.2f)
                        .with("seed", 1e1)
                        .with("distance", Distance.SQUARED_EUCLIDEAN)
                        .key());
        assertEquals(
                key,
                one.with("seed", "10 ")
                        .with("distance", "squared-euclidean")
                        .with("margin", ".20")
                        .key());
        assertEquals(1, new Sweep(task).with("margin", 1, 1.0, "1.00", 1L).settings().size());
    }

    /** A changed key would train again what others have kept. */
    @Test
    void theKeyOfTheStandardTrainingStays() {
        assertEquals(
                "K=6 P=10 digits=10000 distance=euclidean embeddings=0 epochs=1 images=60000"
                        + " margin=1 miner=batch-all network=mlp rate=0.001 seed=42 steps=200",
                new Sweep(mnist()).settings().get(0).key());
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        SweepTask stopped =
                setting -> {
                    if (runs.incrementAndGet() == 3) {
                        throw new CancellationException("the cell was stopped");
                    }
                    return task.run(setting);
                };
        Sweep first = sweep(stopped);
        assertThrows(CancellationException.class, () -> first.run("here"));
        assertEquals(2, trained.size());
        List<SweepRow> rows = sweep(task).run("here");
        assertEquals(List.of("1", "2", "3", "4"), trained.stream().map(SweepTest::margin).toList());
        assertSame(new Sweep(task).with("margin", 1, 2, 3, 4).run("here"), rows);
        trained.clear();
        assertSame(rows, sweep(task).run("here"));
        assertEquals(List.of(), trained);
    }

    private Sweep sweep(SweepTask task) {
        return new Sweep(task).with("margin", 1, 2, 3, 4).keepIn(folder);
    }

    private static String margin(String key) {
        return key.substring("margin=".length());
    }

    private static void assertSame(List<SweepRow> expected, List<SweepRow> rows) {
        assertEquals(expected.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Measures measures = rows.get(i).measures();
            Measures wanted = expected.get(i).measures();
            assertEquals(expected.get(i).setting(), rows.get(i).setting());
            assertEquals(wanted.numbers(), measures.numbers());
            assertArrayEquals(wanted.curves().get("active"), measures.curves().get("active"));
            Embeddings found = measures.embeddings();
            assertTrue(Arrays.deepEquals(wanted.embeddings().vectors(), found.vectors()));
            assertArrayEquals(wanted.embeddings().labels(), found.labels());
        }
    }

    @Test
    void anInterruptEndsTheSweepAndNotOnlyASetting() {
        SweepTask interrupted =
                setting -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("of a library");
                };
        assertThrows(CancellationException.class, () -> sweep(interrupted).run("here"));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> sweep(task).run("here"));
        assertEquals(List.of(), trained);
    }

    @Test
    void aSettingThatFailsIsARowAndIsTriedAgain() throws Exception {
        Sweep sweep = new Sweep(task).with("margin", -1, 0.5, 1e3, "wide").keepIn(folder);
        List<SweepRow> rows = sweep.run("here");
        assertEquals(
                List.of(
                        "margin is below 0",
                        "",
                        "java.io.IOException: disk full",
                        "margin is \"wide\", expected a number"),
                rows.stream().map(SweepRow::problem).toList());
        assertEquals(Double.NaN, rows.get(0).number("MAP@R"));
        trained.clear();
        sweep.run("here");
        assertEquals(List.of("margin=-1", "margin=1000", "margin=wide"), trained);
    }

    @ParameterizedTest
    @ResourceLock(Resources.SYSTEM_OUT)
    @ValueSource(strings = {"cut", "changed", "empty", "other"})
    void aDamagedFileIsNamedAndItsSettingTrainedAgain(String damage) throws Exception {
        sweep(task).run("here");
        trained.clear();
        List<Path> files = files();
        assertEquals(4, files.size());
        byte[] bytes = Files.readAllBytes(files.get(0));
        switch (damage) {
            case "cut" -> bytes = Arrays.copyOf(bytes, bytes.length - 9);
            case "changed" -> bytes[bytes.length / 2] ^= 16;
            case "empty" -> bytes = new byte[0];
            default -> bytes = Files.readAllBytes(files.get(1));
        }
        Files.write(files.get(0), bytes);
        String printed = Printed.by(this::runHere);
        assertTrue(printed.contains(files.get(0) + " is damaged: "), printed);
        assertEquals(1, trained.size());
        assertEquals(files, files());
        assertFalse(Printed.by(this::runHere).contains("damaged"));
    }

    private void runHere() {
        assertDoesNotThrow(() -> sweep(task).run("here"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void tellsHowMuchTimeIsLeft() throws Exception {
        List<String> lines = new ArrayList<>();
        AtomicLong now = new AtomicLong(7);
        SweepProgress progress = new SweepProgress(5, 1, now::get, lines::add);
        for (double margin : new double[] {1, -1, 2, 3}) {
            now.addAndGet(90_000_000_000L);
            Setting setting = new Sweep(task).with("margin", margin).settings().get(0);
            progress.add(SweepRow.of(task, setting));
        }
        assertEquals(
                List.of(
                        "1 of 5 settings, 1 of them kept before",
                        "2 of 5 settings, 1 of them kept before, 4:30 left",
                        "3 of 5 settings, 1 of them kept before, 1 failed, 3:00 left",
                        "4 of 5 settings, 1 of them kept before, 1 failed, 1:30 left",
                        "5 of 5 settings, 1 of them kept before, 1 failed in 6:00"),
                lines);
    }

    @Test
    void makesATable() throws Exception {
        Table table = Sweep.table(new Sweep(task).with("margin", 3, -1).run("here"));
        List<String> columns = table.columnNames();
        assertEquals("margin", columns.get(0));
        assertEquals(List.of("seconds", "problem"), columns.subList(3, 5));
        assertEquals(1, table.doubleColumn("MAP@R").get(0));
        assertTrue(table.doubleColumn("MAP@R").isMissing(1));
        assertEquals("margin is below 0", table.stringColumn("problem").get(1));
        assertTrue(table.stringColumn("problem").isMissing(0));
    }

    @Test
    void refusesWhatIsNotThere() {
        refuses("there is no setting \"margn\", expected one of [", s -> s.with("margn", 1));
        refuses("margin has no values", s -> s.with("margin"));
        refuses(
                "margin is \"a b\", expected text without",
                s -> s.with("margin", "a b").settings());
        refuses("name is null", s -> s.with(null, 1));
        refuses("some[0] is null", s -> s.with("margin", (Object) null));
        refuses("where is \"cloud\", expected here, or spark", s -> s.run("cloud"));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Sweep(task).settings().get(0).text("seed"));
        assertEquals("there is no setting \"seed\", expected one of []", e.getMessage());
    }

    @Test
    void aNameThatIsNoneIsRefusedAtOnceWhereAnyNameIsTaken() {
        Sweep sweep = new Sweep(task);
        Errors.assertNames(() -> sweep.with(null, 1), "name is null");
        for (String name : List.of("a b", "a=b", "")) {
            Errors.assertNames(
                    () -> sweep.with(name, 1),
                    "name is \"" + name + "\", expected text without a space and =");
        }
    }

    @ParameterizedTest
    @CsvSource({"images,0,60000", "images,60001,60000", "digits,0,10000", "digits,10001,10000"})
    void moreDigitsThanThereAreAreARowWithItsReason(String name, int digits, int most)
            throws Exception {
        SweepRow row = new Sweep(mnist()).with(name, digits).run("here").get(0);
        assertEquals("%s is %d, expected 1 to %d".formatted(name, digits, most), row.problem());
    }

    @Test
    void aFolderThatIsGoneIsNamed() {
        SweepTask removesIt =
                setting -> {
                    Files.delete(folder);
                    return task.run(setting);
                };
        IOException e = assertThrows(IOException.class, () -> sweep(removesIt).run("here"));
        assertTrue(e.getMessage().endsWith("there is no folder " + folder), e.getMessage());
    }

    /** What is done with a sweep. */
    private interface Use {
        void of(Sweep sweep) throws Exception;
    }

    private static void refuses(String message, Use use) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> use.of(new Sweep(mnist())), message);
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void theStandardTrainingGivesTheSameNumbersAgain() throws Exception {
        Sweep sweep =
                new Sweep(mnist())
                        .with("margin", 0.2, "soft", -1)
                        .with("rate", 0.001, 1e30)
                        .with("steps", 5)
                        .with("images", 2000)
                        .with("digits", 200)
                        .with("embeddings", 10);
        List<SweepRow> rows = sweep.run("here");
        List<SweepRow> again = sweep.keepIn(folder).run("here");
        assertSame(rows, again);
        assertSame(rows.subList(0, 1), sweep.run("here").subList(0, 1));
        assertEquals(10, rows.get(0).measures().embeddings().size());
        assertEquals(5, rows.get(0).measures().curves().get("active").length);
        assertEquals("margin is -1.0, expected a finite number, 0 or more", rows.get(4).problem());
        assertTrue(rows.get(1).problem().contains("NaN"), rows.get(1).problem());
    }

    /** As Spark sends it, and as it comes back. */
    @Test
    void taskSettingAndRowCanBeSent() throws Exception {
        Setting setting = sent(new Sweep(mnist()).with("steps", 3).settings().get(0));
        assertEquals(setting.key(), sent(setting).key());
        assertEquals(sent(mnist()).standards(), mnist().standards());
        SweepRow row = SweepRow.of(task, new Sweep(task).with("margin", 2).settings().get(0));
        assertSame(List.of(row), List.of(sent(row)));
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(object);
        return (T)
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    /** The engine has one seed. */
    @Test
    void oneTrainingAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SweepTask slow =
                setting -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.sleep(20);
                    running.decrementAndGet();
                    return new Measures(Map.of());
                };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> assertTrue(isTrained(slow))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, most.get());
    }

    private static boolean isTrained(SweepTask task) {
        try {
            return !SweepRow.of(task, new Sweep(task).settings().get(0)).failed();
        } catch (InterruptedException e) {
            return false;
        }
    }
}
