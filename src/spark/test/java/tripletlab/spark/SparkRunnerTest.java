package tripletlab.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;
import tripletlab.sweep.Measures;
import tripletlab.sweep.MnistTraining;
import tripletlab.sweep.Sweep;
import tripletlab.sweep.SweepRow;
import tripletlab.sweep.SweepTask;

/** Spark in this process. */
class SparkRunnerTest {

    @TempDir private Path folder;

    private static Sweep sweep() {
        return new Sweep(new MnistTraining())
                .with("margin", 0.2, -1, "soft")
                .with("seed", 1, 2)
                .with("steps", 5)
                .with("images", 2000)
                .with("digits", 200);
    }

    @Test
    void givesTheRowsOfOneProcess() throws Exception {
        // Without OMP_NUM_THREADS, MXNet gives the thread that starts it fewer threads than others:
        // so not in this one.
        ExecutorService other = Executors.newSingleThreadExecutor();
        String expected = text(other.submit(() -> sweep().run("here")).get());
        other.shutdown();
        assertEquals(expected, text(sweep().keepIn(folder).run("spark")));
        assertEquals(expected, text(sweep().keepIn(folder).run("here")));
    }

    private static String text(List<SweepRow> rows) {
        Table table = Sweep.table(rows);
        table.removeColumns("seconds");
        return table.printAll();
    }

    /** As a notebook's lambda does, it sees variables that cannot be sent. */
    @Test
    void aTaskStaysInItsProcess() throws Exception {
        AtomicInteger trained = new AtomicInteger();
        Object notSent = new Object();
        SweepTask task =
                setting -> {
                    trained.incrementAndGet();
                    return new Measures(Map.of("hash", (double) notSent.hashCode()));
                };
        List<SweepRow> rows = new Sweep(task).with("seed", 1, 2, 3).run("spark");
        assertEquals(3, trained.get());
        assertTrue(rows.stream().allMatch(row -> row.number("hash") == notSent.hashCode()));
    }

    @Test
    void aSessionThatIsThereStays() throws Exception {
        SparkSessions.run(
                spark -> {
                    assertEquals(6, sweep().run("spark").size());
                    assertEquals(3, spark.parallelize(List.of(1, 2, 3)).count());
                    return null;
                });
        assertTrue(SparkSession.getActiveSession().isEmpty());
    }

    @Test
    void anInterruptEndsTheSweep() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        SweepTask slow =
                setting -> {
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        stopped.countDown();
                        throw e;
                    }
                    return new Measures(Map.of());
                };
        Thread cell =
                new Thread(
                        () ->
                                assertThrows(
                                        InterruptedException.class,
                                        () -> new Sweep(slow).with("seed", 1, 2).run("spark")));
        cell.start();
        begun.await();
        cell.interrupt();
        stopped.await();
        cell.join();
    }
}
