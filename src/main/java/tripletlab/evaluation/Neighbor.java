package tripletlab.evaluation;

import java.util.Locale;

/**
 * An item that a query found.
 *
 * @param index its place among the items that were looked at, from 0
 * @param label its class
 * @param distance to the query, Euclidean
 */
public record Neighbor(int index, int label, double distance) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "item %d (label %d) at %.4f", index, label, distance);
    }
}
