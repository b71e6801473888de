/** How a range of items is shared out over threads: {@link tripletlab.parallel.Blocks}. */
package tripletlab.parallel;
