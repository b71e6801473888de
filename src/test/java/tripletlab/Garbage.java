package tripletlab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Java's garbage outside its heap: the memory of arrays made from Java's numbers. */
public final class Garbage {

    private Garbage() {}

    /** Frees what nobody holds and writes over it, so that who reads it all the same is seen. */
    public static void collect() {
        System.gc();
        try {
            Thread.sleep(20); // the buffers' cleaners run in a thread of their own
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ByteBuffer> scribbled = new ArrayList<>();
        for (int size = 4; size <= 4096; size *= 2) {
            for (int i = 0; i < 300; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0x7b); // 1e36 as floats
                }
                scribbled.add(buffer);
            }
        }
    }
}
