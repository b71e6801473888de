package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The moving average of one parameter. */
final class AveragedWeights {

    private final double[] values;
    private int updates;
    private Device device; // of the first weights that were seen

    private AveragedWeights(double[] values, int updates) {
        this.values = values;
        this.updates = updates;
    }

    /** Starts from the weights as they are. */
    static AveragedWeights from(NDArray weight) {
        float[] start = weight.toFloatArray();
        double[] values = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            values[i] = start[i];
        }
        return new AveragedWeights(values, 0);
    }

    /** Goes on from what {@link #write} wrote. */
    static AveragedWeights read(DataInputStream in) throws IOException {
        int updates = in.readInt();
        double[] values = new double[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return new AveragedWeights(values, updates);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(updates);
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /** Whether the array lies on the device that counts, which is the first one. */
    boolean isOf(NDArray weight) {
        if (device == null) {
            device = weight.getDevice();
        }
        return device.equals(weight.getDevice());
    }

    void add(NDArray weight, double decay) {
        float[] now = weight.toFloatArray();
        for (int i = 0; i < now.length; i++) {
            values[i] = decay * values[i] + (1 - decay) * now[i];
        }
        updates++;
    }

    int updates() {
        return updates;
    }

    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
