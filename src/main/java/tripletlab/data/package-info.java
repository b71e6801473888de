/**
 * The data that ships with the kit: MNIST and Fashion-MNIST's test images, checked before they are
 * used, as DJL repositories; the items of some classes; and labels of any type as Java numbers and
 * as classes.
 */
package tripletlab.data;
