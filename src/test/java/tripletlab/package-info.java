/** Tests of the whole, and what the tests of several packages share. */
package tripletlab;
