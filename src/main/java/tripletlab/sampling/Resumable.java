package tripletlab.sampling;

/**
 * Something that draws by a seed of its own, and can go on where another run stopped: with the same
 * seed, and at the same position, it draws what the other run would have drawn next.
 */
public interface Resumable {

    /** {@return the seed that it was built with} */
    long seed();

    /** {@return how many draws it has made, 0 at first} */
    long position();

    /**
     * Goes on as if so many draws had been made. Called before the first draw.
     *
     * @param position what {@link #position} gave in the other run, 0 or more
     * @throws IllegalArgumentException if it is below 0
     * @throws IllegalStateException if there has been a draw, and this cannot be undone
     */
    void resume(long position);
}
