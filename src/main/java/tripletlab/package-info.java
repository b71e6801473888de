/**
 * Triplet loss and triplet mining for DJL. The packages follow the data, each depending only on
 * those before it: data, model, distance, mining, loss, training, evaluation, plot, notebook.
 */
package tripletlab;
