package tripletlab.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.Errors;

class SeededEpochsTest {

    @Test
    void eachEpochHasRandomNumbersOfItsOwnWhateverWasDrawnBefore() throws Exception {
        List<String> epochs = drawn(7, 0, 3);
        assertEquals(epochs, drawn(7, 0, 3));
        assertEquals(epochs.subList(2, 3), drawn(7, 2, 1));
        assertNotEquals(epochs.get(0), epochs.get(1));
        assertNotEquals(epochs.get(0), drawn(8, 0, 1).get(0));
    }

    /** What the data's order and the engine's random numbers are, epoch by epoch. */
    private static List<String> drawn(long seed, long position, int epochs) throws Exception {
        List<String> drawn = new ArrayList<>();
        try (TinyRun run = new TinyRun();
                NDManager manager = NDManager.newBaseManager()) {
            SeededEpochs data = new SeededEpochs(run.shuffledByDjl(), seed);
            data.resume(position);
            for (int epoch = 0; epoch < epochs; epoch++) {
                Engine.getInstance().setRandomSeed((int) System.nanoTime());
                StringBuilder words = new StringBuilder();
                for (Batch batch : data.getData(manager)) {
                    try (batch) {
                        words.append(Arrays.toString(batch.getData().head().toFloatArray()));
                    }
                }
                float[] numbers = manager.randomUniform(0, 1, new Shape(20)).toFloatArray();
                drawn.add(words + Arrays.toString(numbers));
            }
            assertEquals(position + epochs, data.position());
            assertEquals(seed, data.seed());
        }
        return drawn;
    }

    @Test
    void noDatasetIsRefused() {
        Errors.assertNames(() -> new SeededEpochs(null, 1), "data", "null");
    }
}
