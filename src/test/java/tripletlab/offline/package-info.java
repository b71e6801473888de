/** Tests of {@code tripletlab.offline}. */
package tripletlab.offline;
