package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;
import tripletlab.Strategy;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;
import tripletlab.internal.EngineArrays;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.TripletMiner;

/** {@link TripletLoss} and {@link MaskedLosses}, two ways to one value and one gradient. */
class MaskedLossesAgreementTest {

    private static final float MARGIN = 0.5f;

    /** Whether equal distances are equal after a product of matrices; PyTorch's may differ. */
    private static final boolean TIES_STAY = EngineArrays.isMxNet(Engine.getInstance());

    /** They ask whether d_an > d_ap, and their loss jumps where both are the same. */
    private static final Set<Strategy> BEYOND =
            EnumSet.of(Strategy.BATCH_ALL_SEMI_HARD, Strategy.SEMI_HARD, Strategy.EASY_POSITIVE);

    private static Stream<Arguments> batches() {
        return RandomBatch.ofEachKind(2, 3, 64);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void agreeOnBatchesOfEachKind(RandomBatch.Kind kind, int size, int dimension) {
        RandomBatch batch = RandomBatch.of(kind, size, dimension, 7L * size + dimension);
        for (Distance distance : Distance.values()) {
            for (Strategy strategy : Strategy.values()) {
                boolean ties = kind == RandomBatch.Kind.DUPLICATES;
                if (ties && !TIES_STAY && BEYOND.contains(strategy)) {
                    continue;
                }
                // of two at the same distance either may be chosen, so there is no one gradient
                boolean unique =
                        !ties
                                || strategy == Strategy.BATCH_ALL
                                || strategy == Strategy.BATCH_ALL_SEMI_HARD;
                String what = strategy + ", " + distance + " distance";
                TripletLoss.Builder loss = TripletLoss.builder().optDistance(distance);
                assertAgree(
                        what,
                        loss.setMiner(strategy.miner()).optMargin(MARGIN).build(),
                        (e, y) -> strategy.byTheBook(distance.pairwise(e), y, MARGIN),
                        batch,
                        unique);
                UnaryOperator<NDArray> cost = MaskedLosses.softMargin();
                assertAgree(
                        what + ", soft margin",
                        loss.setMiner(withMargin(strategy)).optSoftMargin().build(),
                        (e, y) -> strategy.byTheBook(distance.pairwise(e), y, MARGIN, cost),
                        batch,
                        unique);
            }
        }
    }

    /** A rule with a margin takes it from the loss, which here has none. */
    private static TripletMiner withMargin(Strategy strategy) {
        return strategy == Strategy.BATCH_ALL_SEMI_HARD
                ? new BatchAllSemiHardMiner(MARGIN)
                : strategy.miner();
    }

    private static void assertAgree(
            String what,
            TripletLoss loss,
            BinaryOperator<NDArray> masked,
            RandomBatch batch,
            boolean unique) {
        Evaluated fast = Evaluated.of(loss, batch.embeddings(), batch.labels());
        // in doubles: ‖x‖² − 2 x·y + ‖y‖² cancels in floats
        Evaluated book = Evaluated.of(DataType.FLOAT64, masked, batch.embeddings(), batch.labels());
        assertEquals(book.value(), fast.value(), 1e-5 * book.value() + 1e-7, what);
        if (!unique) {
            return;
        }
        assertEquals(
                0,
                norm(book.gradient(), fast.gradient()),
                1e-4 * norm(book.gradient(), new float[fast.gradient().length]) + 1e-6,
                what);
    }

    private static double norm(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
