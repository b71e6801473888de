package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomMaskTest {

    private static final int MANY = 1 << 20;

    private final NDManager manager = NDManager.newBaseManager();

    /** On the other engine the mask is never drawn. */
    @BeforeEach
    void onMxNetOnly() {
        assumeTrue(RandomMask.suits(manager.zeros(new Shape(1))));
        Engine.getInstance().setRandomSeed(3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void suitsFloatsOnly() {
        assertFalse(RandomMask.suits(manager.zeros(new Shape(2), DataType.FLOAT64)));
        assertFalse(RandomMask.suits(manager.zeros(new Shape(2), DataType.INT32)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 5000})
    void anyShapeIsFilledWithBothValues(int size) {
        RandomMask mask = new RandomMask(0.5, 2, -3);
        float[] seen = {};
        for (int draw = 0; draw < 20; draw++) {
            NDArray array = mask.draw(manager.zeros(new Shape(1, size)));
            assertEquals(new Shape(1, size), array.getShape());
            seen = concatenated(seen, array.toFloatArray());
        }
        Arrays.sort(seen);
        assertArrayEquals(new float[] {-3, 2}, distinct(seen));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 7", "7, 1, 1", "3, 4, 5", "300, 15, 15"})
    void theBorderOfEachMapIsZero(int maps, int height, int width) {
        RandomMask mask = new RandomMask(0.5, 2, -3, true);
        float[] values = mask.draw(manager.zeros(new Shape(maps, height, width))).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            boolean border = i / width % height == height - 1 || i % width == width - 1;
            assertEquals(border, values[i] == 0, "position " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.9})
    void hitsWithItsProbability(double probability) {
        float[] values = drawn(new RandomMask(probability, 1, 0));
        assertShare(probability, values, new float[0]);
    }

    /** Of neighbours, of the same lane's next value, and of the draws of two steps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 1023, 1024, 1025, 2048, MANY})
    void hitsAreIndependent(int distance) {
        RandomMask mask = new RandomMask(0.3, 1, 0);
        float[] first = drawn(mask);
        float[] all = concatenated(first, drawn(mask));
        float[] later = Arrays.copyOfRange(all, distance, distance + MANY);
        assertShare(0.3 * 0.3, first, later);
    }

    /** Each position must be hit as often as any other. */
    @Test
    void noPositionIsPreferred() {
        RandomMask mask = new RandomMask(0.3, 1, 0);
        NDArray like = manager.zeros(new Shape(3000));
        NDArray sum = manager.zeros(new Shape(3000));
        int draws = 2000;
        for (int i = 0; i < draws; i++) {
            sum.addi(mask.draw(like));
        }
        double sigma = Math.sqrt(draws * 0.3 * 0.7);
        for (float hits : sum.toFloatArray()) {
            assertEquals(0.3 * draws, hits, 5.5 * sigma);
        }
    }

    @Test
    void theEnginesSeedRepeatsIt() {
        RandomMask mask = new RandomMask(0.3, 1, 0);
        float[] first = drawn(mask);
        float[] second = drawn(mask);
        assertFalse(Arrays.equals(first, second));
        Engine.getInstance().setRandomSeed(3);
        assertArrayEquals(first, drawn(new RandomMask(0.3, 1, 0)));
        Engine.getInstance().setRandomSeed(4);
        assertFalse(Arrays.equals(first, drawn(mask)));
    }

    @Test
    void aLaterDrawLeavesTheArrayAlone() {
        RandomMask mask = new RandomMask(0.3, 1, 0);
        NDArray first = mask.draw(manager.zeros(new Shape(5000)));
        float[] before = first.toFloatArray();
        mask.draw(manager.zeros(new Shape(5000))).toFloatArray();
        assertArrayEquals(before, first.toFloatArray());
    }

    private float[] drawn(RandomMask mask) {
        return mask.draw(manager.zeros(new Shape(MANY))).toFloatArray();
    }

    /** Within five standard deviations, of the hits in both, if there are two. */
    private static void assertShare(double expected, float[] values, float[] others) {
        int hits = 0;
        for (int i = 0; i < values.length; i++) {
            hits += values[i] == 1 && (others.length == 0 || others[i] == 1) ? 1 : 0;
        }
        double sigma = Math.sqrt(expected * (1 - expected) / values.length);
        double share = (double) hits / values.length;
        assertTrue(Math.abs(share - expected) <= 5 * sigma, share + ", expected " + expected);
    }

    private static float[] concatenated(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static float[] distinct(float[] sorted) {
        float[] values = {sorted[0], sorted[sorted.length - 1]};
        for (float value : sorted) {
            assertTrue(value == values[0] || value == values[1], "value " + value);
        }
        return values;
    }
}
