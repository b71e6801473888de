/**
 * Triplet loss and triplet mining for DJL. The packages follow the data, each depending only on
 * those before it: internal, data, sampling, model.mxnet, model, distance, mining, loss, book,
 * training, resume, offline, evaluation, plot.parts, plot, notebook, notebook.live,
 * notebook.widgets, sweep.
 */
package tripletlab;
