/** The kit's side of the benchmarks in src/bench; {@code mining.py} there starts it. */
package tripletlab.bench;
