/** Tests of {@code tripletlab.internal}. */
package tripletlab.internal;
