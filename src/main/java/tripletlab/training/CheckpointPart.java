package tripletlab.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Something else that is saved in each checkpoint and read again when a training is resumed. */
public interface CheckpointPart {

    /**
     * Writes what there is now.
     *
     * @param out goes into the checkpoint
     * @throws IOException if it cannot be written
     */
    void write(OutputStream out) throws IOException;

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in comes from the checkpoint, which is not damaged
     * @throws IOException if it is not what {@link #write} writes
     */
    void read(InputStream in) throws IOException;
}
