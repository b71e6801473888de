/**
 * What joins a DJL training from outside: listeners that watch it, and what stands between it and
 * its optimizer, such as L2 regularization or a moving average of the weights. What saves a
 * training so that it can go on is in {@code resume}; datasets of triplets are in {@code offline}.
 */
package tripletlab.training;
