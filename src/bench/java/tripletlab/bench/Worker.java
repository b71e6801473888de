package tripletlab.bench;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads requests from the standard input, one line of JSON each, and answers each with one line;
 * {@code worker.py} does the same for the other frameworks.
 */
final class Worker {

    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    /** Seconds for which the JVM compiles, on one of the cores that the engine computes with. */
    private static final int SETTLES = 15;

    private final ObjectMapper json = new ObjectMapper();
    private final PrintStream answers;
    private final Task task;

    private Worker(PrintStream answers, Task task) {
        this.answers = answers;
        this.task = task;
    }

    /** What is timed. */
    @FunctionalInterface
    interface Task {
        Map<String, ?> answer(JsonNode request) throws Exception;
    }

    /**
     * Answers until the input ends.
     *
     * @param losses the names of the losses that can be asked for
     * @param task what is timed
     */
    static void serve(Set<String> losses, Task task) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // only answers go where answers are expected
        Worker worker = new Worker(answers, task);
        worker.say(Map.of("versions", versions(), "losses", losses, "settles", SETTLES));
        worker.loop();
    }

    private static String versions() {
        Engine engine = Engine.getInstance();
        return String.format(
                "DJL %s, %s %s, Java %s",
                Engine.getDjlVersion(),
                engine.getEngineName(),
                engine.getVersion(),
                System.getProperty("java.version"));
    }

    private void loop() throws IOException {
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

    private Map<String, ?> answer(JsonNode request) {
        try {
            return task.answer(request);
        } catch (OutOfMemoryError problem) {
            return Map.of("memory", String.valueOf(problem.getMessage()));
        } catch (EngineException problem) {
            String message = String.valueOf(problem.getMessage());
            boolean memory = OUT_OF_MEMORY.matcher(message).find();
            return Map.of(memory ? "memory" : "error", message);
        } catch (Exception problem) { // any, as the others still have to be timed
            return Map.of("error", problem.toString());
        }
    }
}
