package tripletlab.bench;

import static tripletlab.book.MaskedLosses.hinge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.function.Supplier;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;

/** The losses that are timed, under the names that {@code mining.py} knows them by. */
final class MiningLosses {

    /** What a user of the kit gets: a miner in a {@link TripletLoss}. */
    static final Map<String, Entry> KIT =
            Map.ofEntries(
                    Map.entry("batch-all", kit(BatchAllMiner::new)),
                    Map.entry("batch-hard", kit(BatchHardMiner::new)),
                    Map.entry("semi-hard", kit(SemiHardMiner::new)),
                    Map.entry("batch-all-semi-hard", kit(BatchAllSemiHardMiner::new)),
                    Map.entry("easy-positive", kit(EasyPositiveMiner::new)),
                    Map.entry("distance-weighted", kit(() -> new DistanceWeightedMiner(1))));

    /** The same losses by the book: NDArrays and masks. */
    static final Map<String, Entry> BOOK =
            Map.ofEntries(
                    Map.entry(
                            "batch-all",
                            book(3, (d, y, m) -> MaskedLosses.batchAll(d, y, hinge(m)))),
                    Map.entry(
                            "batch-hard",
                            book(2, (d, y, m) -> MaskedLosses.batchHard(d, y, hinge(m)))),
                    Map.entry(
                            "semi-hard",
                            book(3, (d, y, m) -> MaskedLosses.semiHard(d, y, hinge(m)))),
                    Map.entry(
                            "batch-all-semi-hard",
                            book(3, (d, y, m) -> MaskedLosses.batchAllSemiHard(d, y, m, hinge(m)))),
                    Map.entry(
                            "easy-positive",
                            book(2, (d, y, m) -> MaskedLosses.easyPositive(d, y, hinge(m)))));

    private MiningLosses() {}

    /** A loss of labels (B) and embeddings (B, D), as a scalar that gradients flow through. */
    interface Loss {
        NDArray of(NDArray labels, NDArray embeddings);
    }

    /** Makes a loss that has not seen a batch yet. */
    interface Factory {
        Loss create(float margin);
    }

    /** A loss by the book, of the distances (B, B). */
    interface Masked {
        NDArray of(NDArray distances, NDArray labels, float margin);
    }

    /**
     * A loss, and how much memory it needs at the very least.
     *
     * @param arrays how many arrays of B to the power of {@code rank} exist at the same time
     */
    record Entry(Factory factory, int arrays, int rank) {

        double leastBytes(int size) {
            return arrays * Float.BYTES * Math.pow(size, rank);
        }
    }

    private static Entry kit(Supplier<TripletMiner> miner) {
        Factory factory =
                margin -> {
                    TripletLoss loss =
                            TripletLoss.builder().setMiner(miner.get()).optMargin(margin).build();
                    return (labels, embeddings) ->
                            loss.evaluate(new NDList(labels), new NDList(embeddings));
                };
        return new Entry(factory, 3, 2);
    }

    /** Of B³ at least the gaps, a mask and a gradient exist together; of B² it does not matter. */
    static Entry book(int rank, Masked masked) {
        Factory factory =
                margin ->
                        (labels, embeddings) ->
                                masked.of(Distance.EUCLIDEAN.pairwise(embeddings), labels, margin);
        return new Entry(factory, 3, rank);
    }
}
