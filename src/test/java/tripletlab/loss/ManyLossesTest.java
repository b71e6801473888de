package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tripletlab.JavaProgram;
import tripletlab.mining.BatchHardMiner;

/** A benchmark or a sweep makes thousands of losses; what they remember must not add up. */
class ManyLossesTest {

    private static final int SIZE = 128;
    private static final int DIMENSION = 256;

    /** Remembered for good, 2000 batches would take 600 MB: rows, columns and gradient. */
    static final class Program {
        private Program() {}

        /** One loss evaluates 1000 batches, and so do 1000 losses, one each. */
        public static void main(String[] args) {
            TripletLoss one = TripletLoss.builder().setMiner(new BatchHardMiner()).build();
            int evaluated = 0;
            try (NDManager manager = NDManager.newBaseManager()) {
                NDList labels = new NDList(manager.arange(SIZE).mod(10));
                Shape shape = new Shape(SIZE, DIMENSION);
                for (; evaluated < 1000; evaluated++) {
                    try (NDArray rows = manager.randomUniform(0, 1, shape)) {
                        NDList embeddings = new NDList(rows);
                        one.evaluate(labels, embeddings).close();
                        TripletLoss other =
                                TripletLoss.builder().setMiner(new BatchHardMiner()).build();
                        other.evaluate(labels, embeddings).close();
                    }
                }
            }
            System.out.println(evaluated);
        }
    }

    @Test
    void fitASmallHeap() throws IOException, InterruptedException {
        assertEquals("1000", JavaProgram.printed(Program.class, "-Xmx100m"));
    }
}
