/** Tests of {@code tripletlab.resume}. */
package tripletlab.resume;
