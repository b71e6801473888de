/**
 * Which items of a dataset make a batch. A {@link tripletlab.sampling.BalancedBatchSampler} sees to
 * it that every batch holds positives and negatives to mine.
 */
package tripletlab.sampling;
