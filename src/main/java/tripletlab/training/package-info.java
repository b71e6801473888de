/**
<<<<<<< HEAD
 * What joins a DJL training from outside: listeners that watch it, checkpoints that resume it,
 * triplets that are mined offline for it; and what stands between it and its optimizer:
 * learning-rate decay, L2 regularization, a moving average of the weights.
=======
 * What goes around a DJL training: listeners that watch it, checkpoints that resume it, and
 * triplets that are mined offline for it.
>>>>>>> checkpoints
 */
package tripletlab.training;
