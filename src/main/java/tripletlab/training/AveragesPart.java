package tripletlab.training;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** The averages of a network's parameters, in their order: an id lives as long as its process. */
final class AveragesPart implements CheckpointPart {

    private final Block network;
    private final Map<String, AveragedWeights> averages; // by the ids of parameters

    AveragesPart(Block network, Map<String, AveragedWeights> averages) {
        this.network = network;
        this.averages = averages;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        for (Parameter parameter : network.getParameters().values()) {
            AveragedWeights average = averages.get(parameter.getId());
            data.writeBoolean(average != null); // a frozen parameter has none
            if (average != null) {
                average.write(data);
            }
        }
        data.flush();
    }

    @Override
    public void read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        for (Parameter parameter : network.getParameters().values()) {
            if (data.readBoolean()) {
                averages.put(parameter.getId(), AveragedWeights.read(data));
            }
        }
    }
}
