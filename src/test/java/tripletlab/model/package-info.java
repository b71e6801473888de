/** Tests of {@code tripletlab.model}. */
package tripletlab.model;
