package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.JavaProgram;
import tripletlab.mining.BatchHardMiner;

/** A benchmark or a sweep makes thousands of losses; what each remembers must not add up. */
class ManyLossesTest {

    private static final int SIZE = 128;
    private static final int DIMENSION = 256;

    /** Remembered for good, 1000 batches would take 300 MB: rows, columns and gradient. */
    static final class Program {
        private Program() {}

        /** Evaluates 1000 losses that all stay in use, once each. */
        public static void main(String[] args) {
            List<TripletLoss> inUse = new ArrayList<>();
            try (NDManager manager = NDManager.newBaseManager()) {
                NDList labels = new NDList(manager.arange(SIZE).mod(10));
                Shape shape = new Shape(SIZE, DIMENSION);
                NDList embeddings = new NDList(manager.randomUniform(0, 1, shape));
                for (int k = 0; k < 1000; k++) {
                    TripletLoss loss = TripletLoss.builder().setMiner(new BatchHardMiner()).build();
                    loss.evaluate(labels, embeddings).close();
                    inUse.add(loss);
                }
            }
            System.out.println(inUse.size());
        }
    }

    @Test
    void fitASmallHeap() throws IOException, InterruptedException {
        assertEquals("1000", JavaProgram.printed(Program.class, "-Xmx100m"));
    }
}
