/** Tests of {@code tripletlab.distance}. */
package tripletlab.distance;
