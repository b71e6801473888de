/**
 * The losses as papers and posts explain them: masks over arrays of all pairs or triplets, the
 * gradient by autograd. Their masks, {@code TripletMasks}, are in {@code mining}. Other packages do
 * not use them; what a loss needs to be fast is in {@code mining} and {@code loss}.
 */
package tripletlab.book;
