package tripletlab.mining;

/**
 * A strategy for choosing the triplets of a batch that a loss learns from, and what it averages
 * over. Every loss here is a mean of penalties of distances, so its gradient by the distances is
 * one (B, B) matrix of weights; nothing of size B³ is ever made.
 *
 * <p>A miner of your own is one small class. This one takes each positive pair with the anchor's
 * nearest negative:
 *
 * <pre>{@code
 * public final class NearestNegativeMiner implements TripletMiner {
 *     public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
 *         return TripletMean.overTaken(batch, penalty, (anchor, triplets) -> {
 *             int negative = batch.nearestNegative(anchor);
 *             for (int positive : batch.positives(anchor)) {
 *                 if (negative >= 0) {
 *                     triplets.add(positive, negative);
 *                 }
 *             }
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p>A miner may be asked by several threads at once.
 */
public interface TripletMiner {

    /**
     * Mines one batch.
     *
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @return the loss, its weights and the counts; a loss of 0 with weights of 0 if there is
     *     nothing to take
     */
    TripletMean mine(MiningBatch batch, TripletPenalty penalty);
}
