package tripletlab.fuzz;

/** A part of the public face. */
@FunctionalInterface
interface Area {

    /** Draws the inputs of one call. */
    Call<?> draw(Draw draw);
}
