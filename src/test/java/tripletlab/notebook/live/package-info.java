/** Tests of {@code tripletlab.notebook.live}. */
package tripletlab.notebook.live;
