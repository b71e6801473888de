package tripletlab.resume;

import ai.djl.nn.Block;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tripletlab.sampling.Resumable;

/**
 * Tells what else is in a checkpoint, so that nothing can be missing or of another training unseen.
 *
 * @param version of the format
 * @param epoch how many epochs had been trained
 * @param parameters names of the network's parameters
 * @param positions of all that draws random numbers
 * @param parts names of the other entries
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CheckpointContents(
        int version,
        int epoch,
        List<String> parameters,
        List<Position> positions,
        List<String> parts) {

    private static final String NAME = "contents.json";
    private static final int VERSION = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far something was that draws random numbers. */
    record Position(String of, long seed, long position) {

        private static Position of(Resumable resumable) {
            String name = resumable.getClass().getSimpleName();
            return new Position(name, resumable.seed(), resumable.position());
        }

        private String kind() {
            return of + " of seed " + seed;
        }
    }

    static CheckpointContents of(
            int epoch, Block network, List<Resumable> resumables, List<String> parts) {
        return new CheckpointContents(
                VERSION,
                epoch,
                network.getParameters().keys(),
                resumables.stream().map(Position::of).toList(),
                parts);
    }

    void addTo(Map<String, byte[]> entries) throws IOException {
        entries.put(NAME, JSON.writeValueAsBytes(this));
    }

    /** Reads the contents of a file, all of which is there. */
    static CheckpointContents read(CheckpointFile file, Map<String, byte[]> entries)
            throws IOException {
        requireEntry(file, entries, NAME);
        CheckpointContents contents;
        try {
            contents = JSON.readValue(entries.get(NAME), CheckpointContents.class);
        } catch (JsonProcessingException e) {
            throw file.damaged(NAME + " is not what TripletLab writes", e);
        }
        requireSame(file, "version", contents.version, VERSION);
        for (String name : contents.parts) {
            requireEntry(file, entries, name);
        }
        return contents;
    }

    private static void requireEntry(CheckpointFile file, Map<String, byte[]> entries, String name)
            throws IOException {
        if (!entries.containsKey(name)) {
            throw file.damaged(name + " is missing", null);
        }
    }

    /** Throws unless another training, which is to resume this one, is made of the same. */
    void requireFits(CheckpointFile file, CheckpointContents training) {
        requireSame(file, "parameters", parameters, training.parameters);
        requireSame(file, "resumables", kinds(), training.kinds());
        requireSame(file, "parts", parts, training.parts);
    }

    private List<String> kinds() {
        return positions.stream().map(Position::kind).toList();
    }

    private static void requireSame(CheckpointFile file, String what, Object was, Object is) {
        if (!was.equals(is)) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s does not fit this training: its %s is %s, here it is %s",
                            file.path(), what, was, is));
        }
    }
}
