package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against counting one positive after the other. */
class SortedPositivesTest {

    /** Of all sizes: none, the smallest, tiny ones, and the largest. */
    private static final float[] MARGINS = {
        0, Float.MIN_VALUE, 1e-30f, 1e-17f, 1e-16f, 0.1f, 0.5f, 1, 3, 1e10f, Float.MAX_VALUE
    };

    private static Stream<Named<float[]>> distances() {
        return Stream.of(
                        shape("random", i -> (float) new Random(i).nextDouble()),
                        shape("far", i -> 1e30f * (float) new Random(i).nextDouble()),
                        shape("integers", i -> (float) new Random(i).nextInt(4)),
                        shape("tenths", i -> i % 20 / 10f),
                        shape("zeros", i -> 0f),
                        shape("equal", i -> 0.7f),
                        shape("adjacent from 0", i -> i * Float.MIN_VALUE),
                        shape("adjacent from 0.1", i -> 0.1f + i * Math.ulp(0.1f)),
                        shape("adjacent at 1", i -> 1 + (i - 3) * Math.ulp(0.5f)),
                        shape("near 0", i -> (float) Math.pow(10, -i % 40)),
                        shape("clump and outlier", i -> i == 0 ? 1e6f : 1 + i * 1e-6f),
                        shape("equal clump and outlier", i -> i == 0 ? Float.MAX_VALUE : 0.5f),
                        shape("zeros and outlier", i -> i == 1 ? 1e-45f : 0))
                .flatMap(s -> s);
    }

    /** One shape with no, one, two, three and many positives. */
    private static Stream<Named<float[]>> shape(String name, IntFunction<Float> distance) {
        return IntStream.of(0, 1, 2, 3, 60)
                .mapToObj(
                        count -> {
                            float[] all = new float[count];
                            for (int i = 0; i < count; i++) {
                                all[i] = distance.apply(i);
                            }
                            return Named.of(name + ", " + count, all);
                        });
    }

    @ParameterizedTest
    @MethodSource("distances")
    void countsAgreeWithCountingOneByOne(float[] distances) {
        SortedPositives positives = positives(distances);
        for (float an : negatives(distances)) {
            assertEquals(count(distances, d -> d < an), positives.above(an, 0), "to " + an);
            for (float m : MARGINS) {
                String at = "negative at " + an + ", margin " + m;
                assertEquals(
                        count(distances, d -> (float) (an - d) > m),
                        positives.above(an, m),
                        "above: " + at);
                assertEquals(
                        count(distances, d -> (float) (an - d) >= m),
                        positives.atLeast(an, m),
                        "at least: " + at);
            }
        }
    }

    /** Where it is delicate: at each positive, at a margin from it, and right beside. */
    private static float[] negatives(float[] distances) {
        Stream<Float> at =
                IntStream.range(0, distances.length)
                        .mapToObj(i -> distances[i])
                        .flatMap(
                                d ->
                                        IntStream.range(0, MARGINS.length)
                                                .mapToObj(m -> d + MARGINS[m]));
        Stream<Float> others = Stream.of(0f, Float.MIN_VALUE, 1e-17f, 1e-16f, 0.3f, 1f, 1e30f);
        Float[] all =
                Stream.concat(at, others)
                        .flatMap(d -> Stream.of(Math.nextDown(d), d, Math.nextUp(d)))
                        .filter(d -> d >= 0 && d <= Float.MAX_VALUE)
                        .distinct()
                        .toArray(Float[]::new);
        float[] values = new float[all.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = all[i];
        }
        return values;
    }

    private static int count(float[] distances, DoublePredicate holds) {
        int count = 0;
        for (float d : distances) {
            count += holds.test(d) ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @MethodSource("distances")
    void positivesAreInOrderOfDistanceThenOfIndex(float[] distances) {
        SortedPositives positives = positives(distances);
        assertEquals(distances.length, positives.count());
        boolean[] seen = new boolean[distances.length];
        for (int i = 0; i < positives.count(); i++) {
            int item = positives.item(i);
            assertEquals(distances[item - 1], positives.distance(i));
            assertTrue(!seen[item - 1], "twice: " + item);
            seen[item - 1] = true;
            if (i > 0) {
                int before = positives.item(i - 1);
                int order = Float.compare(positives.distance(i - 1), positives.distance(i));
                assertTrue(order < 0 || order == 0 && before < item, before + " before " + item);
            }
        }
    }

    @Test
    void theNearestComesFirst() {
        SortedPositives positives = positives(new float[] {0.5f, 0.25f, 2, 0.25f});
        int[] items = IntStream.range(0, 4).map(positives::item).toArray();
        assertArrayEquals(new int[] {2, 4, 1, 3}, items);
        assertEquals(3, positives.above(1, 0.25f));
        assertEquals(2, positives.above(0.75f, 0.25f));
        assertEquals(3, positives.atLeast(0.75f, 0.25f));
    }

    /** Item 0 is the anchor, the next are its positives at these distances, the last is another. */
    private static SortedPositives positives(float[] distances) {
        int size = distances.length + 2;
        float[] matrix = new float[size * size];
        System.arraycopy(distances, 0, matrix, 1, distances.length);
        int[] labels = new int[size];
        labels[size - 1] = 1;
        try (NDManager manager = NDManager.newBaseManager()) {
            return new SortedPositives(
                    MiningBatch.of(
                            manager.create(matrix, new Shape(size, size)), manager.create(labels)),
                    0);
        }
    }
}
