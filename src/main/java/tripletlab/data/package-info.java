/** The data that ships with the kit: MNIST, checked before it is used, as a DJL repository. */
package tripletlab.data;
