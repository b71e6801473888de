package tripletlab.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import tripletlab.evaluation.BlockwiseRetrieval;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.evaluation.RetrievalSums;

/**
 * Retrieval metrics of more items than one machine holds. They are those of {@link
 * RetrievalMetrics} to the last bit: the same distances in float, and items at the same distance in
 * the order of the distributed dataset.
 *
 * <p>The datasets consist of blocks, such as 10,000 items each. Each task goes through its blocks
 * of queries, and for each of them through all blocks of references, one by one. So a task holds
 * one block of either, a copy of the latter, and R {@code long}s for each query of the former,
 * where R is the number of references of its class. Only the sizes of classes are shuffled. Driver
 * and tasks hold the size of each class and of each block.
 *
 * <p>References are read several times: persist them, where possible in memory and on disk, unless
 * they are cheap to make. They must be the same each time. There may be 2³¹ − 1 at most.
 */
public final class SparkRetrieval {

    /** Some items; the place of the first one among all, or below 0 where it does not matter. */
    private record Block(int first, Embeddings items) implements Serializable {}

    private SparkRetrieval() {}

    /**
     * Computes the metrics of queries among references.
     *
     * @param queries blocks of Q items
     * @param references blocks of N items, none of which is left out
     * @return the metrics; NaN if no query's label is among the references
     */
    public static RetrievalMetrics of(JavaRDD<Embeddings> queries, JavaRDD<Embeddings> references) {
        return measure(queries.map(items -> new Block(-1, items)), placed(references));
    }

    /**
     * Computes the metrics with each item as a query among the others.
     *
     * @param items blocks of N items
     * @return the metrics; NaN if every label stands alone
     */
    public static RetrievalMetrics leaveOneOut(JavaRDD<Embeddings> items) {
        JavaRDD<Block> placed = placed(items);
        return measure(placed, placed);
    }

    private static JavaRDD<Block> placed(JavaRDD<Embeddings> blocks) {
        List<Integer> sizes = blocks.map(Embeddings::size).collect();
        int[] first = new int[sizes.size() + 1];
        for (int i = 0; i < sizes.size(); i++) {
            first[i + 1] = Math.addExact(first[i], sizes.get(i));
        }
        return blocks.zipWithIndex().map(b -> new Block(first[b._2().intValue()], b._1()));
    }

    private static RetrievalMetrics measure(JavaRDD<Block> queries, JavaRDD<Block> references) {
        Map<Integer, Long> sizes =
                references
                        .flatMap(block -> Arrays.stream(block.items.labels()).iterator())
                        .countByValue();
        Broadcast<Map<Integer, Long>> classSizes =
                JavaSparkContext.fromSparkContext(references.context()).broadcast(sizes);
        return queries.cartesian(references.coalesce(1)) // one part: each task sees all references
                .mapPartitions(pairs -> sums(pairs, classSizes.value()))
                .fold(RetrievalSums.NONE, RetrievalSums::plus)
                .metrics();
    }

    /** All references come for a block of queries, then all for the next one. */
    private static Iterator<RetrievalSums> sums(
            Iterator<Tuple2<Block, Block>> pairs, Map<Integer, Long> classSizes) {
        RetrievalSums sums = RetrievalSums.NONE;
        Block queries = new Block(-1, new Embeddings(new float[0][], new int[0]));
        BlockwiseRetrieval retrieval = BlockwiseRetrieval.of(queries.items, classSizes);
        while (pairs.hasNext()) {
            Tuple2<Block, Block> pair = pairs.next();
            if (pair._1() != queries) {
                sums = sums.plus(retrieval.sums());
                queries = pair._1();
                retrieval =
                        queries.first < 0
                                ? BlockwiseRetrieval.of(queries.items, classSizes)
                                : BlockwiseRetrieval.leaveOneOut(
                                        queries.items, queries.first, classSizes);
            }
            retrieval.look(pair._2().items, pair._2().first);
        }
        return List.of(sums.plus(retrieval.sums())).iterator();
    }
}
