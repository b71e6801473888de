/**
 * What goes around a DJL training: listeners that watch it, checkpoints that resume it, and
 * triplets that are mined offline for it.
 */
package tripletlab.training;
