/**
 * Which triplets are learned from. Online, a {@link tripletlab.mining.TripletMiner} reads the
 * distances of the batch being trained on, a {@link tripletlab.mining.MiningBatch}, and says what
 * the loss is and how much each distance weighs in it. {@link tripletlab.mining.TripletMasks} and
 * {@link tripletlab.mining.TripletCounts} show what there is to choose from; a {@link
 * tripletlab.mining.TripletPenalty} says what a triplet costs.
 */
package tripletlab.mining;
