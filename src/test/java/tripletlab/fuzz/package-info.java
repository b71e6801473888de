/**
 * Calls of the public face with random inputs, good and bad: each ends in what its definition says,
 * or in a refusal that names a wrong argument.
 */
package tripletlab.fuzz;
