/**
 * Figures of a training, of distances and masks, and of embeddings, as Tablesaw figures with a
 * title, axis titles and, where there is more than one trace, a legend.
 *
 * <p>Traces, and what Tablesaw's layouts cannot say, such as frames with a slider, are in
 * plotly.js's own words; {@link tripletlab.plot.FigureJson} joins them with Tablesaw's. A figure
 * knows nothing of Jupyter; {@link tripletlab.notebook} shows it there. Points are rounded and
 * thinned, so that a saved notebook stays small.
 */
package tripletlab.plot;
