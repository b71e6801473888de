package tripletlab.spark;

import static tripletlab.internal.Arguments.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;

/** Times {@link SparkRetrieval} with synthetic embeddings, which are made on the executors. */
public final class SyntheticRetrieval {

    private static final int DIMENSION = 64;
    private static final int CLASSES = 1000;
    private static final int BLOCK = 25_000; // items

    private SyntheticRetrieval() {}

    /**
     * Computes the metrics and prints them with the time that they took.
     *
     * @param args how many queries and how many references, each a multiple of 25,000; then {@code
     *     check} to compare with {@link RetrievalMetrics} in one process
     */
    public static void main(String[] args) throws Exception {
        int queries = requireBlocks("the number of queries", args[0]);
        int references = requireBlocks("the number of references", args[1]);
        SparkSessions.run(
                spark -> {
                    long start = System.nanoTime();
                    JavaRDD<Embeddings> gallery =
                            items(spark, -references / BLOCK, 0)
                                    .persist(StorageLevel.MEMORY_AND_DISK());
                    JavaRDD<Embeddings> asked = items(spark, 0, queries / BLOCK);
                    RetrievalMetrics metrics = SparkRetrieval.of(asked, gallery);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    System.out.printf(
                            Locale.ROOT,
                            "%,d queries, %,d references: %.1f s, %.3g pairs a second; %s%n",
                            queries,
                            references,
                            seconds,
                            (double) queries * references / seconds,
                            metrics);
                    if (args.length > 2) {
                        RetrievalMetrics here =
                                RetrievalMetrics.of(together(asked), together(gallery));
                        System.out.println("In one process the same: " + here.equals(metrics));
                    }
                    return null;
                });
    }

    private static int requireBlocks(String name, String text) {
        int count = Integer.parseInt(text);
        boolean whole = count > 0 && count % BLOCK == 0;
        require(whole, "%s is %s, expected a multiple of %s", name, text, BLOCK);
        return count;
    }

    /** Block by block, each a task. */
    private static JavaRDD<Embeddings> items(JavaSparkContext spark, int from, int to) {
        return spark.parallelize(IntStream.range(from, to).boxed().toList(), to - from)
                .map(SyntheticRetrieval::block);
    }

    private static Embeddings together(JavaRDD<Embeddings> blocks) {
        List<Embeddings> all = blocks.collect();
        return new Embeddings(
                all.stream().flatMap(b -> Arrays.stream(b.vectors())).toArray(float[][]::new),
                all.stream().flatMapToInt(b -> Arrays.stream(b.labels())).toArray());
    }

    /** Gaussian classes, as wide as they are apart; queries have seeds from 0 on. */
    private static Embeddings block(int seed) {
        float[][] centers = gaussian(new Random(Integer.MAX_VALUE), CLASSES);
        Random random = new Random(seed);
        float[][] vectors = gaussian(random, BLOCK);
        int[] labels = random.ints(BLOCK, 0, CLASSES).toArray();
        for (int i = 0; i < BLOCK; i++) {
            for (int k = 0; k < DIMENSION; k++) {
                vectors[i][k] += centers[labels[i]][k];
            }
        }
        return new Embeddings(vectors, labels);
    }

    private static float[][] gaussian(Random random, int rows) {
        float[][] values = new float[rows][DIMENSION];
        for (float[] row : values) {
            for (int k = 0; k < DIMENSION; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
