/**
 * Figures: curves of a training and maps of embeddings, as Tablesaw figures with a title, axis
 * titles and, where there is more than one trace, a legend.
 *
 * <p>A figure knows nothing of Jupyter; {@link tripletlab.notebook} shows it there. Points are
 * rounded and thinned, so that a saved notebook stays small.
 */
package tripletlab.plot;
