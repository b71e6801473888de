/** Listeners that watch a DJL training. */
package tripletlab.training;
