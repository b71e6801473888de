/**
 * What several packages need and no user of the library calls: checks of arguments, whole files.
 */
package tripletlab.internal;
