/**
 * A training that is watched while it runs: its listener, its counts and times, and its view in a
 * cell. Figures of a training that is over belong to {@link tripletlab.plot}, what is recorded of
 * it to {@link tripletlab.training}.
 */
package tripletlab.notebook.live;
