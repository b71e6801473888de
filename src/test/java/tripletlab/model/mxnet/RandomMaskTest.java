package tripletlab.model.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomMaskTest {

    private static final int MANY = 1 << 20;

    private final NDManager manager = NDManager.newBaseManager();
    private SplittableRandom random = new SplittableRandom(3);

    /** On the other engine the mask is never drawn. */
    @BeforeEach
    void onMxNetOnly() {
        assumeTrue(FastLayers.suit(manager.zeros(new Shape(1))));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 5000})
    void anyShapeIsFilledWithBothValues(int size) {
        float[] seen = {};
        for (int draw = 0; draw < 20; draw++) {
            NDArray array = draw(new Shape(1, size), 0.5, 2, -3);
            assertEquals(new Shape(1, size), array.getShape());
            seen = concatenated(seen, array.toFloatArray());
        }
        Arrays.sort(seen);
        assertArrayEquals(new float[] {-3, 2}, distinct(seen));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.9})
    void hitsWithItsProbability(double probability) {
        float[] values = drawn(probability);
        assertShare(probability, values, new float[0]);
    }

    /** Of neighbours, of the same lane's next value, and of the draws of two steps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 1023, 1024, 1025, 2048, MANY})
    void hitsAreIndependent(int distance) {
        float[] first = drawn(0.3);
        float[] all = concatenated(first, drawn(0.3));
        float[] later = Arrays.copyOfRange(all, distance, distance + MANY);
        assertShare(0.3 * 0.3, first, later);
    }

    /** Each position must be hit as often as any other. */
    @Test
    void noPositionIsPreferred() {
        NDArray sum = manager.zeros(new Shape(3000));
        int draws = 2000;
        for (int i = 0; i < draws; i++) {
            sum.addi(draw(new Shape(3000), 0.3, 1, 0));
        }
        double sigma = Math.sqrt(draws * 0.3 * 0.7);
        for (float hits : sum.toFloatArray()) {
            assertEquals(0.3 * draws, hits, 5.5 * sigma);
        }
    }

    @Test
    void theSeedRepeatsIt() {
        float[] first = drawn(0.3);
        assertFalse(Arrays.equals(first, drawn(0.3)));
        random = new SplittableRandom(3);
        assertArrayEquals(first, drawn(0.3));
    }

    @Test
    void aLaterDrawLeavesTheArrayAlone() {
        NDArray first = draw(new Shape(5000), 0.3, 1, 0);
        float[] before = first.toFloatArray();
        draw(new Shape(5000), 0.3, 1, 0).toFloatArray();
        assertArrayEquals(before, first.toFloatArray());
    }

    private NDArray draw(Shape shape, double rate, float dropped, float kept) {
        return RandomMask.draw(manager, shape, rate, dropped, kept, random.split());
    }

    private float[] drawn(double rate) {
        return draw(new Shape(MANY), rate, 1, 0).toFloatArray();
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
