/**
 * Which triplets of a batch are learned from. A {@link tripletlab.mining.TripletMiner} reads the
 * distances of a batch and says what the loss is and how much each distance weighs in it.
 */
package tripletlab.mining;
