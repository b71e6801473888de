package tripletlab.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tripletlab.JavaProgram;

class FreeCoresTest {

    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);

    private long clock = 7 * TENTH;
    private double own;
    private double all;

    /** Says, as the system does, what was busy since the last call. */
    private final class Computer {
        private final int cores;
        private double lastAll;
        private long lastClock;

        Computer(int cores) {
            this.cores = cores;
        }

        double load() {
            double load = (all - lastAll) / (clock - lastClock) / cores;
            lastAll = all;
            lastClock = clock;
            return load;
        }
    }

    private FreeCores cores(int count) {
        return new FreeCores(count, () -> clock, () -> (long) own, new Computer(count)::load);
    }

    private void pass(int tenths, double ownCores, double otherCores) {
        clock += tenths * TENTH;
        own += tenths * TENTH * ownCores;
        all += tenths * TENTH * (ownCores + otherCores);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2.00, 0.00, 2",
        "2, 1.60, 0.40, 2",
        "2, 1.33, 0.67, 1",
        "2, 1.00, 1.00, 1",
        "2, 0.66, 1.33, 1",
        "8, 5.00, 3.00, 5",
        "8, 0.00, 2.60, 5",
        "8, 1.00, 7.00, 1",
        "1, 0.50, 0.50, 1"
    })
    void whatOthersUseIsNotFree(int count, double own, double others, int free) {
        FreeCores cores = cores(count);
        pass(6, own, others);
        assertEquals(free, cores.now());
    }

    @Test
    void allAreFreeBeforeTheFirstLook() {
        FreeCores cores = cores(4);
        assertEquals(4, cores.now());
        pass(1, 2, 2);
        assertEquals(4, cores.now());
        pass(1, 2, 2);
        assertEquals(2, cores.now());
    }

    @Test
    void onlyTheLastWindowCounts() {
        FreeCores cores = cores(2);
        pass(10, 1, 1);
        assertEquals(1, cores.now());
        pass(6, 2, 0);
        assertEquals(2, cores.now());
    }

    @Test
    void startsAnew() {
        FreeCores cores = cores(2);
        pass(10, 0, 2);
        cores.restart();
        assertEquals(2, cores.now());
        pass(2, 2, 0);
        assertEquals(2, cores.now());
    }

    @Test
    void nobodyAskedForLong() {
        FreeCores cores = cores(2);
        pass(100, 0, 2);
        assertEquals(2, cores.now(), "what others did meanwhile says nothing of now");
        pass(5, 1, 1);
        assertEquals(1, cores.now());
    }

    @Test
    void aSystemThatDoesNotTell() {
        for (double load : new double[] {Double.NaN, -1}) {
            FreeCores cores = new FreeCores(4, () -> clock, () -> (long) own, () -> load);
            pass(10, 1, 3);
            assertEquals(4, cores.now());
        }
        FreeCores cores = new FreeCores(4, () -> clock, () -> -1, () -> 1);
        pass(10, 1, 3);
        assertEquals(4, cores.now());
    }

    /** Other programs take all cores of this computer: one is left. */
    @Test
    void thisComputer() throws Exception {
        FreeCores cores = new FreeCores();
        int most = Runtime.getRuntime().availableProcessors();
        assertEquals(most, cores.now(), "before the first look");
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 0; i < most; i++) {
                others.add(JavaProgram.of(Endless.class).start());
            }
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> untilOneIsFree(cores));
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    private static void untilOneIsFree(FreeCores cores) throws InterruptedException {
        do {
            Thread.sleep(300);
        } while (cores.now() > 1);
    }

    /** Keeps a core busy. */
    static final class Endless {
        public static void main(String[] args) {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
