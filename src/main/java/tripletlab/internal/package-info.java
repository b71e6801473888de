/**
 * What several packages need and no user calls: checks of arguments, arrays of the engine, whole
 * files, images as PNG. Whatever only one package needs belongs into that package.
 */
package tripletlab.internal;
