/**
 * The layers of {@code model}'s networks once more, as MXNet computes them fastest; skip it on
 * first reading. A test holds both together. On other engines none of this runs.
 */
package tripletlab.model.mxnet;
