package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a network takes beside images and parameters and is made anew for each batch: the masks of
 * dropout, the zeros of padding. They are made here, since a {@link RecordedBlock} has to know of
 * them: what it plays back begins with them.
 */
final class FreshInputs {

    private static final ThreadLocal<List<FreshInput>> NOTED = new ThreadLocal<>();
    private static final ThreadLocal<SplittableRandom> RANDOM = new ThreadLocal<>();

    private FreshInputs() {}

    /** Makes an array that belongs to a manager. */
    @FunctionalInterface
    interface Maker {
        NDArray make(NDManager manager);
    }

    /** The array that took part in a recording, and what makes one for a batch. */
    record FreshInput(NDArray placeholder, Maker maker) {}

    /**
     * Makes an array of floats for the batch that is under way. While a block is recorded it is one
     * of zeros: a recording must not use up random numbers, or a training that was resumed, and
     * recorded anew, would go on with others.
     */
    static NDArray make(NDManager manager, Shape shape, Maker maker) {
        List<FreshInput> noted = NOTED.get();
        if (noted == null) {
            return maker.make(manager);
        }
        NDArray placeholder = placeholder(manager, shape, DataType.FLOAT32);
        noted.add(new FreshInput(placeholder, maker));
        return placeholder;
    }

    /** Zeros to be recorded with; that they have a gradient gives them a name. */
    static NDArray placeholder(NDManager manager, Shape shape, DataType type) {
        NDArray zeros = manager.zeros(shape, type);
        zeros.setRequiresGradient(true);
        return zeros;
    }

    /** What is asked for on this thread while a block runs to be recorded. */
    static List<FreshInput> during(Runnable forward) {
        List<FreshInput> noted = new ArrayList<>();
        NOTED.set(noted);
        try {
            forward.run();
        } finally {
            NOTED.remove();
        }
        return noted;
    }

    /**
     * Draws one seed for all that is random in a batch: a draw from the engine takes as long as a
     * layer of a small batch.
     */
    static <T> T seeded(NDManager manager, Supplier<T> forward) {
        RANDOM.set(drawn(manager));
        try {
            return forward.get();
        } finally {
            RANDOM.remove();
        }
    }

    /** A generator that {@code Engine.setRandomSeed} repeats. */
    static SplittableRandom random(NDManager manager) {
        SplittableRandom random = RANDOM.get();
        return random == null ? drawn(manager) : random.split();
    }

    private static SplittableRandom drawn(NDManager manager) {
        try (NDArray halves =
                manager.randomInteger(0, Integer.MAX_VALUE, new Shape(2), DataType.INT32)) {
            int[] seed = halves.toIntArray();
            return new SplittableRandom(((long) seed[0] << 32) ^ seed[1]);
        }
    }
}
