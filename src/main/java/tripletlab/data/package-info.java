/**
 * The data that ships with the kit: MNIST, checked before it is used, as a DJL repository; the
 * items of some classes; and labels of any type as Java numbers and as classes.
 */
package tripletlab.data;
