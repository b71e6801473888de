/**
 * Figures of a training, of distances and masks, and of embeddings: arrays, a history or embeddings
 * become a Tablesaw figure, rounded and thinned so that a saved notebook stays small. What several
 * figures are made of belongs to {@code plot.parts}, what computes the numbers to {@code
 * evaluation} and {@code training}, and how Jupyter shows a figure to {@code notebook}.
 */
package tripletlab.plot;
