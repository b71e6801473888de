package tripletlab.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.model.Network;
import tripletlab.training.NetworkEmbedder;

class SparkRetrievalTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    /** Whole numbers, so that many are tied, or any; with lone labels. */
    private static Embeddings items(Random random, int size, int dimension, boolean tied) {
        float[][] vectors = new float[size][dimension];
        for (float[] row : vectors) {
            for (int k = 0; k < dimension; k++) {
                row[k] = tied ? random.nextInt(3) : (float) random.nextGaussian();
            }
        }
        int[] labels = random.ints(size, 0, 1 + random.nextInt(2 * size)).toArray();
        return new Embeddings(vectors, labels);
    }

    private static List<Embeddings> blocks(Embeddings all, Random random) {
        List<Embeddings> blocks = new ArrayList<>();
        int size;
        for (int from = 0; from < all.size(); from += size) {
            size = 1 + random.nextInt(all.size() - from);
            int first = from;
            int end = from + size;
            blocks.add(all.select(i -> i >= first && i < end));
        }
        return blocks;
    }

    /** To the last bit, however the items are cut into blocks and the blocks into partitions. */
    @Test
    void metricsAreThoseOfOneProcess() throws Exception {
        SparkSessions.run(
                spark -> {
                    for (int seed = 0; seed < 12; seed++) {
                        Random random = new Random(seed);
                        int dimension = 1 + random.nextInt(4);
                        boolean tied = random.nextBoolean();
                        Embeddings queries = items(random, 1 + random.nextInt(60), dimension, tied);
                        Embeddings items = items(random, 1 + random.nextInt(60), dimension, tied);
                        JavaRDD<Embeddings> references =
                                spark.parallelize(blocks(items, random), 1 + random.nextInt(4));
                        assertEquals(
                                RetrievalMetrics.of(queries, items),
                                SparkRetrieval.of(
                                        spark.parallelize(
                                                blocks(queries, random), 1 + random.nextInt(4)),
                                        references.persist(
                                                StorageLevel.MEMORY_AND_DISK())),
                                "seed " + seed);
                        assertEquals(
                                RetrievalMetrics.of(items),
                                SparkRetrieval.leaveOneOut(references),
                                "seed " + seed);
                    }
                    return null;
                });
    }

    /** To the last bit, and from one network that this process has made. */
    @Test
    void embeddingsAreThoseOfOneProcess() throws Exception {
        Embeddings items = items(new Random(1), 230, 28 * 28, false);
        try (Model model = Model.newInstance("trained")) {
            Block block = Network.CONV_2X2.create();
            model.setBlock(block);
            NDManager manager = model.getNDManager();
            Shape shape = new Shape(1, 28, 28);
            block.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(shape));
            NDList images =
                    new NDList(manager.create(items.vectors()).reshape(230, 1, 28, 28)); // (B, …)
            float[][] expected = NetworkEmbedder.embed(model, images);
            List<Embeddings> blocks =
                    List.of(
                            items.select(i -> i < 100),
                            items.select(i -> i >= 100 && i < 150),
                            items.select(i -> i >= 150));
            SparkSessions.run(
                    spark -> {
                        SparkEmbedder.Architecture architecture =
                                () -> {
                                    MADE.incrementAndGet();
                                    return Network.CONV_2X2.create();
                                };
                        List<Embeddings> embedded =
                                SparkEmbedder.embed(
                                                spark.parallelize(blocks, 3),
                                                shape,
                                                architecture,
                                                block)
                                        .collect();
                        assertArrayEquals(
                                expected,
                                embedded.stream()
                                        .flatMap(part -> Arrays.stream(part.vectors()))
                                        .toArray(float[][]::new));
                        assertArrayEquals(
                                items.labels(),
                                embedded.stream()
                                        .flatMapToInt(part -> Arrays.stream(part.labels()))
                                        .toArray());
                        return null;
                    });
        }
        assertEquals(1, MADE.get());
    }
}
