package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.Garbage;
import tripletlab.RandomBatch;
import tripletlab.Strategy;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;

/**
 * A garbage collection between a loss and its gradient changes nothing. On PyTorch an array made
 * from Java's numbers is Java's memory, which autograd reads but does not hold.
 */
class GradientMemoryTest {

    private static final float MARGIN = 0.5f;

    private final RandomBatch batch = RandomBatch.of(RandomBatch.Kind.BALANCED, 24, 8, 1);

    @ParameterizedTest
    @EnumSource(Distance.class)
    void tripletLoss(Distance distance) {
        TripletLoss loss =
                TripletLoss.builder()
                        .setMiner(Strategy.BATCH_ALL.miner())
                        .optMargin(MARGIN)
                        .optDistance(distance)
                        .build();
        assertStays((e, y) -> loss.evaluate(new NDList(y), new NDList(e)));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void lossesByTheBook(Strategy strategy) {
        for (Distance distance : Distance.values()) {
            assertStays((e, y) -> strategy.byTheBook(distance.pairwise(e), y, MARGIN));
            assertStays(
                    (e, y) ->
                            strategy.byTheBook(
                                    distance.pairwise(e), y, MARGIN, MaskedLosses.softMargin()));
        }
    }

    private void assertStays(BinaryOperator<NDArray> loss) {
        assertArrayEquals(
                gradient(loss, () -> {}), gradient(loss, Garbage::collect), 1e-6f); // sums differ
    }

    private float[] gradient(BinaryOperator<NDArray> loss, Runnable between) {
        return Evaluated.of(DataType.FLOAT32, loss, batch.embeddings(), batch.labels(), between)
                .gradient();
    }
}
