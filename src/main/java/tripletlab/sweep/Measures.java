package tripletlab.sweep;

import static tripletlab.internal.Arguments.requireNonNull;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import tripletlab.evaluation.Embeddings;

/**
 * What was measured of one training.
 *
 * @param numbers columns of the table, by their titles, in their order
 * @param curves a value for each batch or epoch, by their titles
 * @param embeddings of some test items, or none of them
 */
public record Measures(
        Map<String, Double> numbers, Map<String, double[]> curves, Embeddings embeddings)
        implements Serializable {

    /** Takes copies of the maps. */
    public Measures {
        numbers = new LinkedHashMap<>(requireNonNull("numbers", numbers));
        curves = new LinkedHashMap<>(requireNonNull("curves", curves));
        requireNonNull("embeddings", embeddings);
    }

    /** Takes numbers only. */
    public Measures(Map<String, Double> numbers) {
        this(numbers, Map.of(), new Embeddings(new float[0][], new int[0]));
    }
}
