package tripletlab.bench;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Times the kit's losses. Reads requests from the standard input, one line of JSON each, and
 * answers each with one line; {@code worker.py} does the same for the other frameworks.
 */
public final class MiningWorker {

    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    private final ObjectMapper json = new ObjectMapper();
    private final PrintStream answers;
    private final SortedMap<String, MiningLosses.Entry> losses;

    private MiningWorker(PrintStream answers, SortedMap<String, MiningLosses.Entry> losses) {
        this.answers = answers;
        this.losses = losses;
    }

    /**
     * Answers until the input ends.
     *
     * @param args {@code kit} or {@code book}: which versions of the losses
     * @throws IOException if a request is not JSON
     */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // only answers go where answers are expected
        boolean book = args.length == 1 && args[0].equals("book");
        new MiningWorker(answers, new TreeMap<>(book ? MiningLosses.BOOK : MiningLosses.KIT))
                .serve();
    }

    private void serve() throws IOException {
        Engine engine = Engine.getInstance();
        String versions =
                String.format(
                        "DJL %s, %s %s, Java %s",
                        Engine.getDjlVersion(),
                        engine.getEngineName(),
                        engine.getVersion(),
                        System.getProperty("java.version"));
        say(Map.of("versions", versions, "losses", losses.keySet()));
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            say(answer(json.readTree(line)));
        }
    }

    private void say(Map<String, ?> message) throws IOException {
        answers.println(json.writeValueAsString(message));
        answers.flush();
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
        } catch (OutOfMemoryError problem) {
            return Map.of("memory", String.valueOf(problem.getMessage()));
        } catch (EngineException problem) {
            String message = String.valueOf(problem.getMessage());
            boolean memory = OUT_OF_MEMORY.matcher(message).find();
            return Map.of(memory ? "memory" : "error", message);
        } catch (RuntimeException problem) {
            return Map.of("error", problem.toString());
        }
    }
}
