/** The kit's side of the benchmarks in src/bench; {@code mining.py} and {@code training.py} ask. */
package tripletlab.bench;
