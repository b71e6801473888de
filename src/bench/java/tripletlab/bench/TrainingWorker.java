package tripletlab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import tripletlab.notebook.Catalogue;

/** Times steps of the kit's training on MNIST; {@code training.py} asks. */
public final class TrainingWorker {

    private Training training;

    private TrainingWorker() {}

    /**
     * Answers until the input ends.
     *
     * @param args none
     * @throws IOException if a request is not JSON
     */
    public static void main(String[] args) throws IOException {
        TrainingWorker worker = new TrainingWorker();
        Worker.serve(Catalogue.miners(0).names(), worker::answer);
    }

    /** Goes on with the training of the request before, if it is the same, or evaluates it. */
    private Map<String, ?> answer(JsonNode request) throws Exception {
        Training.Case wanted = Training.Case.of(request);
        if (training == null || !training.is(wanted)) {
            if (training != null) {
                training.close();
            }
            training = new Training(wanted);
        }
        if (request.has("evaluate")) {
            return Map.of("precision", training.precisionAt1());
        }
        return training.steps(request.get("repeats").asInt());
    }
}
