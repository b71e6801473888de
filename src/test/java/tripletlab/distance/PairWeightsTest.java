package tripletlab.distance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairWeightsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 17, 64, 130})
    void sparseAndDenseReadBothWeightsOfEachPair(int size) {
        float[] weights = weights(size, Math.min(8 * size, size * size));
        PairWeights sparse = SparsePairs.of(size, weights).orElseThrow();
        for (int i = 0; i < size; i++) {
            float[] expected = new float[size];
            for (int j = 0; j < size; j++) {
                expected[j] = weights[i * size + j] + weights[j * size + i];
            }
            int from = i / 16 * 16;
            DensePairs dense = new DensePairs(size, weights, from, Math.min(from + 16, size));
            assertArrayEquals(expected, collected(dense, i, size));
            assertArrayEquals(expected, collected(sparse, i, size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 16, 130})
    void moreThanEightAnItemAreNotFew(int size) {
        assertTrue(SparsePairs.of(size, weights(size, 8 * size)).isPresent());
        assertTrue(SparsePairs.of(size, weights(size, 8 * size + 1)).isEmpty());
    }

    /** Whole numbers, so that their sums are exact; {@code count} of them are not 0. */
    private static float[] weights(int size, int count) {
        Random random = new Random(size);
        float[] weights = new float[size * size];
        for (int left = count; left > 0; ) {
            int place = random.nextInt(weights.length);
            if (weights[place] == 0) {
                weights[place] = random.nextInt(100) - 100;
                left--;
            }
        }
        return weights;
    }

    /** What is collected of each item, added up. */
    private static float[] collected(PairWeights pairs, int i, int size) {
        Pulling pulling = new Pulling(2 * size);
        pairs.collect(i, pulling);
        float[] sums = new float[size];
        for (int k = 0; k < pulling.count; k++) {
            sums[pulling.items[k]] += pulling.weights[k];
        }
        return sums;
    }
}
