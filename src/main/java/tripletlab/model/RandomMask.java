package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.SplittableRandom;

/**
 * Random arrays of two values for dropout on MXNet, whose own takes several times as long to draw
 * as this. The seed of each is drawn from DJL's engine: {@code Engine.setRandomSeed} repeats them.
 * The generator is G. Marsaglia's xorshift (<i>Xorshift RNGs</i>, Journal of Statistical Software
 * 2003), side by side from many seeds, as the compiler turns that into vectors.
 */
final class RandomMask {

    private static final int LANES = 1024;
    private static final double RANGE = 1L << 31;

    private final int threshold;
    private final int hit; // the bits of the floats
    private final int miss;
    private final boolean border;
    private final int[] states = new int[LANES];
    private final int[] drawn = new int[LANES];
    private ByteBuffer values = ByteBuffer.allocateDirect(0);

    /**
     * Sets the two values.
     *
     * @param probability of the first one, from 0 to less than 1
     */
    RandomMask(double probability, float hit, float miss) {
        this(probability, hit, miss, false);
    }

    /** With a border, maps (…, H, W) have zeros in the last row and column, whatever is drawn. */
    RandomMask(double probability, float hit, float miss, boolean border) {
        this.border = border;
        threshold = (int) (probability * RANGE);
        this.hit = Float.floatToRawIntBits(hit);
        this.miss = Float.floatToRawIntBits(miss);
    }

    /** Other engines draw fast enough, and some would keep the memory that is written to here. */
    static boolean suits(NDArray x) {
        return MxNetOperators.take(x)
                && !x.getDevice().isGpu()
                && x.getDataType() == DataType.FLOAT32;
    }

    /**
     * Draws values for an array that it {@linkplain #suits suits}.
     *
     * @return an array of the same shape, which belongs to the same manager
     */
    NDArray draw(NDArray like) {
        Shape shape = like.getShape();
        return FreshInputs.make(like.getManager(), shape, manager -> draw(manager, shape));
    }

    private synchronized NDArray draw(NDManager manager, Shape shape) {
        seed(manager);
        int bytes = Math.toIntExact(shape.size() * Float.BYTES);
        if (values.capacity() < bytes) {
            values = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        IntBuffer bits = values.clear().limit(bytes).asIntBuffer();
        while (bits.hasRemaining()) {
            next();
            bits.put(drawn, 0, Math.min(LANES, bits.remaining()));
        }
        if (border) {
            clearBorder(bits, shape);
        }
        NDArray mask = manager.create(shape, DataType.FLOAT32);
        mask.set(values); // MXNet copies them before it returns
        return mask;
    }

    private static void clearBorder(IntBuffer bits, Shape shape) {
        int width = (int) shape.get(shape.dimension() - 1);
        int map = width * (int) shape.get(shape.dimension() - 2);
        int[] row = new int[width];
        for (int start = 0; start < bits.limit(); start += map) {
            bits.put(start + map - width, row);
            for (int last = start + width - 1; last < start + map; last += width) {
                bits.put(last, 0);
            }
        }
    }

    private void seed(NDManager manager) {
        SplittableRandom random = FreshInputs.random(manager);
        for (int i = 0; i < LANES; i++) {
            states[i] = random.nextInt() | 1; // a state of zero would stay zero
        }
    }

    /** Without a branch in the loop, which would keep it from being made of vectors. */
    private void next() {
        for (int i = 0; i < LANES; i++) {
            int x = states[i];
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            states[i] = x;
            int below = ((x >>> 1) - threshold) >> 31; // all ones or all zeros
            drawn[i] = miss ^ ((miss ^ hit) & below);
        }
    }
}
