package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tripletlab.internal.Arguments;

/**
 * Retrieval of some queries among references that come block by block, and never all at once. Once
 * all have come, in any order, {@link #sums()} are exactly those of {@link RetrievalMetrics}: the
 * same distances in float, and items at the same distance in the order of their places.
 *
 * <p>Keeps the R nearest references of each query, as one {@code long} each; R is the number of
 * references of its class. A block of N references costs O(N D) for each query, on all cores, and
 * the memory of a copy of the block.
 */
public final class BlockwiseRetrieval {

    private final Embeddings queries;
    private final int firstQuery;
    private final int[] relevant; // R of each query
    private final long[][] nearest; // R each: square above, place below, the lowest bit for a hit

    private BlockwiseRetrieval(Embeddings queries, int firstQuery, Map<Integer, Long> classSizes) {
        Arguments.requireNonNull("queries", queries);
        Arguments.requireNonNull("classSizes", classSizes);
        this.queries = queries;
        this.firstQuery = firstQuery;
        int itself = firstQuery == NearestNeighbors.NOTHING ? 0 : 1;
        relevant =
                Arrays.stream(queries.labels())
                        .map(label -> Math.toIntExact(size(classSizes, label, itself) - itself))
                        .toArray();
        nearest = new long[relevant.length][0];
    }

    private static long size(Map<Integer, Long> classSizes, int label, int least) {
        long size = classSizes.getOrDefault(label, 0L);
        String message = "classSizes has %d for label %d, which a query has, expected %d or more";
        Arguments.require(size >= least, message, size, label, least);
        return size;
    }

    /**
     * Begins with queries that are no references.
     *
     * @param queries Q items
     * @param classSizes how many references each label has; a label that is missing has none
     * @throws IllegalArgumentException if a size is below 0
     */
    public static BlockwiseRetrieval of(Embeddings queries, Map<Integer, Long> classSizes) {
        return new BlockwiseRetrieval(queries, NearestNeighbors.NOTHING, classSizes);
    }

    /**
     * Begins with queries that are references too, each left out of its own answers.
     *
     * @param queries Q items
     * @param firstQuery the place of the first one among all references, from 0; the others follow
     * @param classSizes how many references each label has, the queries included
     * @throws IllegalArgumentException if {@code firstQuery} is below 0, or a query's label is
     *     missing in {@code classSizes}
     */
    public static BlockwiseRetrieval leaveOneOut(
            Embeddings queries, int firstQuery, Map<Integer, Long> classSizes) {
        Arguments.requireAtLeast("firstQuery", firstQuery, 0);
        return new BlockwiseRetrieval(queries, firstQuery, classSizes);
    }

    /**
     * Looks at a block of the references; at each once.
     *
     * @param references N items
     * @param first the place of the first one among all references, from 0; the others follow
     * @throws IllegalArgumentException if the dimensions differ, a value is NaN, infinite or too
     *     large, or {@code first} is below 0
     * @throws ArithmeticException if a place does not fit an {@code int}
     */
    public void look(Embeddings references, int first) {
        Arguments.requireNonNull("references", references);
        Arguments.requireAtLeast("first", first, 0);
        int end = Math.addExact(first, references.size());
        int[] labels = references.labels();
        NearestNeighbors items = new NearestNeighbors("references", references.vectors(), labels);
        items.requireQueries(queries.vectors());
        IntUnaryOperator leftOut =
                q -> {
                    int place = firstQuery + q;
                    boolean here = firstQuery >= 0 && place >= first && place < end;
                    return here ? place - first : NearestNeighbors.NOTHING;
                };
        items.forEach(
                queries.vectors(),
                q -> {
                    int itself = leftOut.applyAsInt(q) == NearestNeighbors.NOTHING ? 0 : 1;
                    return Math.min(relevant[q], labels.length - itself);
                },
                leftOut,
                (q, found, squared) -> {
                    LongStream keys =
                            IntStream.of(found)
                                    .mapToLong(
                                            i ->
                                                    key(
                                                            squared[i],
                                                            first + i,
                                                            labels[i] == queries.labels()[q]));
                    nearest[q] =
                            LongStream.concat(LongStream.of(nearest[q]), keys)
                                    .sorted()
                                    .limit(relevant[q])
                                    .toArray();
                });
    }

    /** Squares are not negative, so their bits sort as they do. */
    private static long key(float squared, int place, boolean hit) {
        return (long) Float.floatToRawIntBits(squared) << Integer.SIZE | 2L * place | (hit ? 1 : 0);
    }

    /**
     * Returns what the metrics are the means of.
     *
     * @return the sums over the queries, among the references that have come
     * @throws IllegalStateException if fewer references have come than a query's class has
     */
    public RetrievalSums sums() {
        RetrievalSums sums = RetrievalSums.NONE;
        for (int q = 0; q < relevant.length; q++) {
            if (nearest[q].length < relevant[q]) {
                throw new IllegalStateException(
                        "query %d has looked at %d references, expected %d or more, its class"
                                .formatted(q, nearest[q].length, relevant[q]));
            }
            boolean[] hits = new boolean[relevant[q]];
            for (int i = 0; i < hits.length; i++) {
                hits[i] = (nearest[q][i] & 1) == 1;
            }
            sums = sums.plus(RetrievalSums.of(hits));
        }
        return sums;
    }
}
