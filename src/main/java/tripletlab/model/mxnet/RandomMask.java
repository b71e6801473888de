package tripletlab.model.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.SplittableRandom;

/**
 * Draws dropout masks with xorshift generators, side by side, so that the compiler vectorizes them.
 * With MXNet's own dropout a step of conv-2x2 takes 1.1 times as long with 32 images, 1.2 times
 * with 256.
 *
 * <p>G. Marsaglia: <i>Xorshift RNGs</i>, Journal of Statistical Software 8, 2003.
 */
final class RandomMask {

    private static final int LANES = 1024;
    private static final double RANGE = 1L << 31;
    private static final ThreadLocal<RandomMask> BUFFERS = ThreadLocal.withInitial(RandomMask::new);

    private final int[] states = new int[LANES];
    private final int[] drawn = new int[LANES];
    private ByteBuffer values = ByteBuffer.allocateDirect(0);

    private RandomMask() {}

    /**
     * Returns an array of {@code dropped} with probability {@code rate}, from 0 to less than 1,
     * otherwise of {@code kept}.
     */
    static NDArray draw(
            NDManager manager,
            Shape shape,
            double rate,
            float dropped,
            float kept,
            SplittableRandom random) {
        RandomMask mask = BUFFERS.get();
        for (int i = 0; i < LANES; i++) {
            mask.states[i] = random.nextInt() | 1; // a state of zero would stay zero
        }
        mask.fill(
                Math.toIntExact(shape.size() * Float.BYTES),
                (int) (rate * RANGE),
                Float.floatToRawIntBits(dropped),
                Float.floatToRawIntBits(kept));
        NDArray array = manager.create(shape, DataType.FLOAT32);
        array.set(mask.values); // MXNet copies them before it returns
        return array;
    }

    private void fill(int bytes, int threshold, int dropped, int kept) {
        if (values.capacity() < bytes) {
            values = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        IntBuffer bits = values.clear().limit(bytes).asIntBuffer();
        while (bits.hasRemaining()) {
            next(threshold, dropped, kept);
            bits.put(drawn, 0, Math.min(LANES, bits.remaining()));
        }
    }

    /** Without a branch in the loop, which would keep it from being made of vectors. */
    private void next(int threshold, int dropped, int kept) {
        for (int i = 0; i < LANES; i++) {
            int x = states[i];
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            states[i] = x;
            int below = ((x >>> 1) - threshold) >> 31; // all ones or all zeros
            drawn[i] = kept ^ ((kept ^ dropped) & below);
        }
    }
}
