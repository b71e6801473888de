/** Networks that turn an image into an embedding of length one. */
package tripletlab.model;
