package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tripletlab.JavaProgram;
import tripletlab.mining.BatchAllMiner;

/** Every triplet of a batch of 4096, some 10¹⁰, with no array of B³. */
class LargeBatchTest {

    private static final int SIZE = 4096;
    private static final int CLASSES = 8;

    /** Half of the classes lie at one point, the other half at another, 2 apart. */
    static final class Program {
        private Program() {}

        /** Prints the loss, how many triplets are active, and the slope of the first number. */
        public static void main(String[] args) {
            TripletLoss.Builder builder = TripletLoss.builder().setMiner(new BatchAllMiner());
            TripletLoss loss = builder.optMargin(3).build();
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray labels = manager.arange(SIZE).mod(CLASSES);
                NDArray half = labels.lt(CLASSES / 2).toType(DataType.FLOAT32, false);
                NDArray ones = manager.ones(new Shape(SIZE, 64));
                NDArray embeddings = ones.mul(half.expandDims(1)).mul(0.25f);
                embeddings.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray value = loss.evaluate(new NDList(labels), new NDList(embeddings));
                    collector.backward(value);
                    System.out.println(value.getFloat());
                }
                System.out.println(loss.lastStats().active());
                System.out.println(embeddings.getGradient().getFloat(0, 0));
            }
        }
    }

    @Test
    void takesLittleMemory() throws IOException, InterruptedException {
        String[] lines = JavaProgram.printed(Program.class, "-Xmx500m").split("\\R");
        // an anchor has 511 positives at 0, and negatives: 1536 at 0, which cost 3, 2048 at 2
        assertEquals((1536 * 3 + 2048) / 3584.0, Double.parseDouble(lines[0]), 1e-5);
        assertEquals(4096L * 511 * 3584, Long.parseLong(lines[1]));
        // it is pushed by each of the 2048 twice, as anchor and as negative, along 0.25 / 2
        double slope = -2 * 2048 * 511 * 0.125 / (4096.0 * 511 * 3584);
        assertEquals(slope, Double.parseDouble(lines[2]), -1e-4 * slope);
    }
}
