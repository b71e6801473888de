/** Tests of {@code tripletlab.notebook}. */
package tripletlab.notebook;
