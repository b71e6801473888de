package tripletlab.evaluation;

import java.io.Serializable;
import java.math.BigDecimal;
import tripletlab.internal.Arguments;

/**
 * What {@link RetrievalMetrics} are the means of: sums over queries. They are exact, so that the
 * means are the same in whatever order and in whatever parts the queries come.
 *
 * @param queries how many could find something, R &gt; 0
 * @param precisionAt1 the sum of their precision at 1
 * @param rPrecision the sum of their R-precision
 * @param mapAtR the sum of their average precision at R
 */
public record RetrievalSums(
        long queries, BigDecimal precisionAt1, BigDecimal rPrecision, BigDecimal mapAtR)
        implements Serializable {

    /** Those of no query. */
    public static final RetrievalSums NONE =
            new RetrievalSums(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Takes sums. */
    public RetrievalSums {
        Arguments.requireNonNull("precisionAt1", precisionAt1);
        Arguments.requireNonNull("rPrecision", rPrecision);
        Arguments.requireNonNull("mapAtR", mapAtR);
    }

    /** Of one query, from its R nearest: which of them are of its class. */
    static RetrievalSums of(boolean[] hits) {
        int relevant = hits.length;
        if (relevant == 0) {
            return NONE;
        }
        int found = 0;
        double precisions = 0;
        for (int i = 1; i <= relevant; i++) {
            if (hits[i - 1]) {
                found++;
                precisions += (double) found / i;
            }
        }
        return new RetrievalSums(
                1,
                hits[0] ? BigDecimal.ONE : BigDecimal.ZERO,
                new BigDecimal((double) found / relevant),
                new BigDecimal(precisions / relevant));
    }

    /** {@return the sums over the queries of both} */
    public RetrievalSums plus(RetrievalSums other) {
        Arguments.requireNonNull("other", other);
        return new RetrievalSums(
                queries + other.queries,
                precisionAt1.add(other.precisionAt1),
                rPrecision.add(other.rPrecision),
                mapAtR.add(other.mapAtR));
    }

    /** {@return the means; NaN if no query could find anything} */
    public RetrievalMetrics metrics() {
        return new RetrievalMetrics(mean(precisionAt1), mean(rPrecision), mean(mapAtR));
    }

    private double mean(BigDecimal sum) {
        return sum.doubleValue() / queries;
    }
}
