/** Tests of what makes networks fast on MXNet. */
package tripletlab.model.mxnet;
