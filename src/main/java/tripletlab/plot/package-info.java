/**
 * Figures of a training, of distances and masks, and of embeddings: arrays, a history or embeddings
 * become a Tablesaw figure in plotly.js's own words, rounded and thinned so that a saved notebook
 * stays small. What computes the numbers belongs to {@code evaluation} and {@code training}, and
 * how Jupyter shows a figure to {@code notebook}.
 */
package tripletlab.plot;
