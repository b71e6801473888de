/** What several packages need and no user of the library calls: checks of arguments. */
package tripletlab.internal;
