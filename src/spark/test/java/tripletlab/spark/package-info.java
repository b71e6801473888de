/** Tests of {@code tripletlab.spark}. */
package tripletlab.spark;
