/**
 * Checkpoints from which a training goes on to the same curve: all that is saved, and what makes a
 * part of a training resumable. Records of a training are in {@code training}.
 */
package tripletlab.resume;
