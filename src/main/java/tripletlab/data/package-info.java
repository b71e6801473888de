/**
 * The data that ships with the kit, MNIST and Fashion-MNIST's test images, checked before it is
 * used, as DJL repositories; the items of some classes; and labels of any type as Java numbers and
 * as classes. Which items make a batch is for {@code sampling}.
 */
package tripletlab.data;
