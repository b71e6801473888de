/**
 * Threads and cores: how a range of items is shared out ({@link tripletlab.parallel.Blocks}), how
 * many cores other programs leave free, and with how many threads the engine computes.
 */
package tripletlab.parallel;
