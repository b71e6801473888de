/**
 * What joins a DJL training from outside: listeners that watch it, checkpoints that resume it,
 * triplets that are mined offline for it; and what stands between it and its optimizer:
 * learning-rate decay, L2 regularization, a moving average of the weights.
 */
package tripletlab.training;
