/**
 * Threads and cores: how a range of items is shared out ({@link tripletlab.parallel.Blocks}), and
 * how many cores other programs leave free.
 */
package tripletlab.parallel;
