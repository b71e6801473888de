/** Tests of {@code tripletlab.notebook.widgets}. */
package tripletlab.notebook.widgets;
