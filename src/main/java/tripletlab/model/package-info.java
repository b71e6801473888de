/**
 * Networks that turn an image into an embedding, layer by layer as their Keras originals. What only
 * makes them faster on one engine belongs to {@code model.mxnet}.
 */
package tripletlab.model;
