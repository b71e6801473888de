package tripletlab.bench;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Times the kit's losses, each on a batch of embeddings; {@code mining.py} asks. */
public final class MiningWorker {

    private final Map<String, MiningLosses.Entry> losses;

    private MiningWorker(Map<String, MiningLosses.Entry> losses) {
        this.losses = losses;
    }

    /**
     * Answers until the input ends.
     *
     * @param args {@code kit} or {@code book}: which versions of the losses
     * @throws IOException if a request is not JSON
     */
    public static void main(String[] args) throws IOException {
        boolean book = args.length == 1 && args[0].equals("book");
        MiningWorker worker = new MiningWorker(book ? MiningLosses.BOOK : MiningLosses.KIT);
        Worker.serve(worker.losses.keySet(), worker::answer);
    }

    private Map<String, ?> answer(JsonNode request) throws IOException {
        MiningLosses.Entry loss = losses.get(request.get("loss").asText());
        int size = request.get("batch").asInt();
        if (loss == null) {
            return Map.of("error", "no loss of this name");
        }
        if (loss.leastBytes(size) > request.get("memory").asDouble()) {
            return Map.of("memory", "by an estimate, not tried");
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Batch batch =
                    Batch.read(
                            Path.of(request.get("file").asText()),
                            size,
                            request.get("dimension").asInt());
            Stopwatch stopwatch =
                    new Stopwatch(manager, batch, loss, request.get("margin").floatValue());
            return stopwatch.time(request.get("repeats").asInt());
        }
    }
}
