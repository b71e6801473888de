/**
 * Which items of a dataset make a batch. A {@link tripletlab.sampling.BalancedBatchSampler} sees to
 * it that every batch holds positives and negatives to mine; which triplets are taken from a batch
 * is for {@code mining}.
 */
package tripletlab.sampling;
