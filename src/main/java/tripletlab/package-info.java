/**
 * Triplet loss and triplet mining for DJL. The packages follow the data, each depending only on
 * those before it: data, sampling, model, distance, mining, loss, training, resume, offline,
 * evaluation, plot, notebook.
 */
package tripletlab;
