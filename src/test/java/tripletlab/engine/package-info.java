/** Tests of {@code tripletlab.engine}. */
package tripletlab.engine;
