package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tripletlab.Oracle;

/**
 * Queries and items of random sizes, and which items are nearest by definition, in plain doubles.
 * Coordinates are small whole numbers: many items are at the same distance, many are equal, and no
 * distance is rounded.
 */
record Cases(Embeddings queries, Embeddings items) {

    /** The larger ones have several tiles of items and several blocks of queries. */
    static Cases of(long seed) {
        Random random = new Random(seed);
        int most = seed % 15 == 0 ? 1200 : 40;
        int dimension = 1 + random.nextInt(5);
        int reach = 1 + random.nextInt(4);
        int classes = 1 + random.nextInt(6);
        return new Cases(
                embeddings(random, 1 + random.nextInt(most / 8), dimension, reach, classes),
                embeddings(random, 2 + random.nextInt(most), dimension, reach, classes));
    }

    private static Embeddings embeddings(
            Random random, int size, int dimension, int reach, int classes) {
        float[][] rows = new float[size][dimension];
        for (float[] row : rows) {
            for (int k = 0; k < dimension; k++) {
                row[k] = random.nextInt(2 * reach + 1) - reach;
            }
        }
        int[] labels = random.ints(size, 0, classes).map(label -> 7 - 3 * label).toArray();
        return new Embeddings(rows, labels);
    }

    /** All items but one, nearest first. */
    static List<Integer> ranking(float[] query, float[][] items, int leftOut) {
        double[] distances =
                IntStream.range(0, items.length)
                        .mapToDouble(i -> distance(query, items[i]))
                        .toArray();
        return IntStream.range(0, items.length)
                .filter(i -> i != leftOut)
                .boxed()
                .sorted(
                        Comparator.comparingDouble((Integer i) -> distances[i])
                                .thenComparing(i -> i))
                .toList();
    }

    /** For each query, for each item, nearest first: is it of the query's class? */
    static List<List<Boolean>> hits(Embeddings queries, Embeddings items, boolean leaveOneOut) {
        return IntStream.range(0, queries.size())
                .mapToObj(
                        q ->
                                ranking(queries.vectors()[q], items.vectors(), leaveOneOut ? q : -1)
                                        .stream()
                                        .map(i -> items.labels()[i] == queries.labels()[q])
                                        .toList())
                .toList();
    }

    /** The curve of all pairs, by the definition. */
    static Roc rocOfAllPairs(float[][] rows, int[] y) {
        double[][] d = Oracle.euclidean(Oracle.doubles(rows));
        float[] positives = new float[y.length * y.length];
        float[] negatives = positives.clone();
        int p = 0;
        int n = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = i + 1; j < y.length; j++) {
                if (y[i] == y[j]) {
                    positives[p++] = (float) d[i][j];
                } else {
                    negatives[n++] = (float) d[i][j];
                }
            }
        }
        return Roc.of(Arrays.copyOf(positives, p), Arrays.copyOf(negatives, n));
    }

    static double distance(float[] x, float[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += Math.pow((double) x[k] - y[k], 2);
        }
        return Math.sqrt(sum);
    }
}
