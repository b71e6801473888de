/**
 * Widgets that call Java: sliders, menus and buttons ({@link Interact}, {@link Control}), drawings
 * that a reader drags, clicks or draws on, and the Jupyter widget protocol below them. A new widget
 * belongs here; a figure that needs no kernel belongs to {@link tripletlab.plot}.
 */
package tripletlab.notebook.widgets;
