package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import tripletlab.JavaProgram;
import tripletlab.mining.DistanceWeightedMiner;

class LastBatchesTest {

    private static final Device FIRST = Device.gpu(0);
    private static final Device SECOND = Device.gpu(1);

    private final LastBatches<String> batches = new LastBatches<>();

    private boolean holds(String value) {
        return batches.find(value::equals).isPresent();
    }

    @Test
    void theLastOfEachDeviceIsHeld() {
        batches.put(FIRST, "old");
        batches.put(SECOND, "other");
        batches.put(FIRST, "new");
        assertTrue(!holds("old") && holds("other") && holds("new"), "a wrong one is held");
    }

    @Test
    void theLastOfEachThreadIsHeldAndFoundByAll() throws InterruptedException {
        batches.put(FIRST, "here");
        Thread other = new Thread(() -> batches.put(FIRST, holds("here") ? "there" : "alone"));
        other.start();
        other.join();
        assertTrue(holds("here") && holds("there"), "one thread lost its own or another's");
    }

    @Test
    void whatAThreadLeftIsForgottenWithIt() throws InterruptedException {
        LastBatches<int[]> large = new LastBatches<>();
        WeakReference<int[]> value = leftByAThread(large);
        for (int i = 0; i < 100 && value.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
            large.find(any -> false);
        }
        assertEquals(null, value.get());
    }

    private static WeakReference<int[]> leftByAThread(LastBatches<int[]> batches)
            throws InterruptedException {
        int[] value = new int[1000];
        Thread thread = new Thread(() -> batches.put(FIRST, value));
        thread.start();
        thread.join();
        return new WeakReference<>(value);
    }

    /** Java drops what is softly reachable at once here. */
    static final class Program {
        private Program() {}

        /** Evaluates one batch before and after a collection of garbage. */
        public static void main(String[] args) {
            float[][] rows = {{1, 0}, {0.6f, 0.8f}, {0.8f, 0.6f}, {0.8f, -0.6f}, {0.6f, -0.8f}};
            DistanceWeightedMiner miner = new DistanceWeightedMiner(1);
            TripletLoss loss = TripletLoss.builder().setMiner(miner).build();
            for (int i = 0; i < 10; i++) {
                Evaluated.of(loss, rows, new int[] {0, 0, 1, 1, 1});
                System.gc();
            }
            System.out.println(miner.position());
        }
    }

    @Test
    void aRandomMinerDrawsOnceForABatchWhateverTheGarbageCollectorDoes()
            throws IOException, InterruptedException {
        String softly = "-XX:SoftRefLRUPolicyMSPerMB=0";
        assertEquals("1", JavaProgram.printed(Program.class, softly));
    }
}
