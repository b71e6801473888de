/**
 * Sliders, menus and buttons that call Java: what a notebook writes ({@link Interact}, {@link
 * Control}), and the Jupyter widget protocol below it. A new control belongs here; the figure that
 * it moves belongs to {@link tripletlab.plot}.
 */
package tripletlab.notebook.widgets;
