/**
 * What makes the networks of {@code model} fast on MXNet, with the same numbers; skip it on first
 * reading. A network is defined in {@code model} alone, and runs without anything from here.
 */
package tripletlab.model.mxnet;
