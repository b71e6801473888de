package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

/** The moving average of one parameter. */
final class AveragedWeights {

    private final Device device;
    private final double[] values;
    private int updates;

    /** Starts from the weights as they are. */
    AveragedWeights(NDArray weight) {
        this.device = weight.getDevice();
        float[] start = weight.toFloatArray();
        this.values = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            values[i] = start[i];
        }
    }

    /** Whether the array lies on the device that counts. */
    boolean isOf(NDArray weight) {
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
