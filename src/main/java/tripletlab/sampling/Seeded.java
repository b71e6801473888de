package tripletlab.sampling;

/** What draws by a {@link SeedSequence}, and goes on where that does. */
public interface Seeded extends Resumable {

    /** {@return where its seeds come from} */
    SeedSequence seeds();

    @Override
    default long seed() {
        return seeds().seed();
    }

    @Override
    default long position() {
        return seeds().position();
    }

    @Override
    default void resume(long position) {
        seeds().resume(position);
    }
}
