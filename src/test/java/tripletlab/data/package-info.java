/** Tests of {@code tripletlab.data}. */
package tripletlab.data;
