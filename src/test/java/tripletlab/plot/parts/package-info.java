/** Tests of {@code tripletlab.plot.parts}. */
package tripletlab.plot.parts;
