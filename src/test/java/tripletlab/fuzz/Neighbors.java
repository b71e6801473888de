package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.KnnClassifier;
import tripletlab.evaluation.NearestNeighbors;
import tripletlab.evaluation.Neighbor;
import tripletlab.evaluation.RecallAtK;
import tripletlab.evaluation.RetrievalMetrics;

/** Retrieval, nearest neighbors and the classifier that asks them. */
final class Neighbors {

    private Neighbors() {}

    /** Items, and queries that are the items themselves or others. */
    private record Case(float[][] items, int[] labels, float[][] queries, int[] answers, int k) {

        static Case draw(Draw d, String name, boolean leaveOneOut) {
            int width = d.from(1, 4);
            float[][] rows = d.rows(name, d.from(1, 14), width);
            int size = rows == null ? 5 : rows.length;
            int[] labels = d.labels("labels", size);
            int k = d.count("k", 1, leaveOneOut ? size - 1 : size);
            d.doubtLarge(name, rows);
            if (leaveOneOut) {
                return new Case(rows, labels, rows, labels, k);
            }
            float[][] asked = d.rows("queries", d.from(1, 6), d.or(width, 0.03, width + 1));
            boolean both = Draw.finite(rows) && Draw.finite(asked);
            d.fault("queries", both && asked[0].length != rows[0].length);
            d.doubtLarge("queries", asked);
            int[] answers = d.random.ints(asked == null ? 1 : asked.length, 0, 4).toArray();
            return new Case(rows, labels, asked, d.note("labels of queries", answers), k);
        }

        Embeddings references() {
            return new Embeddings(items, labels);
        }

        Embeddings asked() {
            return new Embeddings(queries, answers);
        }

        double distance(int q, int i) {
            double sum = 0;
            for (int k = 0; k < items[i].length; k++) {
                sum += Math.pow((double) items[i][k] - queries[q][k], 2);
            }
            return Math.sqrt(sum);
        }

        /** The places of all candidates of a query, nearest first; null if rounding decides. */
        int[] order(int q) {
            double[] d =
                    IntStream.range(0, items.length).mapToDouble(i -> distance(q, i)).toArray();
            double[] sorted = Arrays.stream(d).sorted().toArray();
            for (int i = 1; i < d.length; i++) {
                double step = sorted[i] - sorted[i - 1];
                if (step != 0 && (step < 1e-5 * sorted[i] || sorted[i] < 1e-18)) {
                    return null;
                }
            }
            return IntStream.range(0, d.length)
                    .filter(i -> queries != items || i != q)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> d[i])) // stable
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    static Call<?> retrieval(Draw d) {
        boolean leaveOneOut = d.note("leave one out", d.chance(0.6));
        boolean recall = d.note("recall", d.chance(0.4));
        Case c = Case.draw(d, leaveOneOut ? "embeddings" : "references", leaveOneOut);
        if (!recall) {
            d.faults.remove("k");
        }
        // Embeddings are refused when they are made, by the name that they have there
        d.alias("references", "vectors");
        d.alias("queries", "vectors");
        return new Call<>(
                () -> {
                    if (recall) {
                        RecallAtK found =
                                leaveOneOut
                                        ? RecallAtK.of(c.items, c.labels, c.k)
                                        : RecallAtK.of(c.asked(), c.references(), c.k);
                        return new double[] {found.at(c.k)};
                    }
                    RetrievalMetrics found =
                            leaveOneOut
                                    ? RetrievalMetrics.of(c.items, c.labels)
                                    : RetrievalMetrics.of(c.asked(), c.references());
                    return new double[] {found.precisionAt1(), found.rPrecision(), found.mapAtR()};
                },
                found -> judge(c, recall, found));
    }

    private static void judge(Case c, boolean recall, double[] found) {
        List<double[]> scores = new ArrayList<>();
        for (int q = 0; q < c.queries.length; q++) {
            int[] order = c.order(q);
            if (order == null) {
                return;
            }
            int answer = c.answers[q];
            int[] hits = Arrays.stream(order).map(i -> c.labels[i] == answer ? 1 : 0).toArray();
            int relevant = sum(hits, hits.length);
            if (relevant > 0) {
                scores.add(
                        recall
                                ? new double[] {Math.min(1, sum(hits, c.k))}
                                : scores(hits, relevant));
            }
        }
        for (int i = 0; i < found.length; i++) {
            int column = i;
            double mean = scores.stream().mapToDouble(s -> s[column]).average().orElse(Double.NaN);
            close("metric " + i, found[i], mean, 1e-12);
        }
    }

    private static double[] scores(int[] hits, double relevant) {
        double precisions = 0;
        for (int i = 0; i < relevant; i++) {
            precisions += hits[i] * sum(hits, i + 1) / (i + 1.0);
        }
        return new double[] {hits[0], sum(hits, (int) relevant) / relevant, precisions / relevant};
    }

    private static int sum(int[] hits, int first) {
        return Arrays.stream(hits, 0, first).sum();
    }

    static Call<?> nearest(Draw d) {
        boolean others = d.note("others", d.chance(0.5));
        Case c = Case.draw(d, "items", others);
        int size = c.items == null ? 5 : c.items.length;
        int item = others ? d.count("item", 0, size - 1) : 0;
        d.alias("items", "vectors");
        return new Call<>(
                () -> {
                    NearestNeighbors search = NearestNeighbors.of(c.references());
                    return others ? List.of(search.others(item, c.k)) : search.find(c.queries, c.k);
                },
                found -> {
                    for (int q = 0; q < found.size(); q++) {
                        judge(c, others ? item : q, found.get(q));
                    }
                });
    }

    private static void judge(Case c, int q, List<Neighbor> found) {
        int[] order = c.order(q);
        check(found.size() == c.k, "%s neighbors", found.size());
        for (int i = 0; order != null && i < c.k; i++) {
            Neighbor neighbor = found.get(i);
            check(neighbor.index() == order[i], "%s, not %s", neighbor, order[i]);
            check(neighbor.label() == c.labels[order[i]], "label of %s", neighbor);
            double expected = c.distance(q, order[i]);
            close("distance", neighbor.distance(), expected, 1e-6 * expected + 1e-18);
        }
    }

    static Call<?> classifier(Draw d) {
        Case c = Case.draw(d, "embeddings", false);
        return new Call<>(
                () -> {
                    KnnClassifier knn = KnnClassifier.fit(c.items, c.labels, c.k);
                    return ConfusionMatrix.of(c.answers, knn.predict(c.queries));
                },
                found -> {
                    int right = 0;
                    for (int q = 0; q < c.queries.length; q++) {
                        int[] order = c.order(q);
                        if (order == null) {
                            return;
                        }
                        right += vote(c, order) == c.answers[q] ? 1 : 0;
                    }
                    close("accuracy", found.accuracy(), (double) right / c.queries.length, 1e-12);
                });
    }

    /** The label of most votes, the one with the nearest item first. */
    private static int vote(Case c, int[] order) {
        int[] labels = Arrays.stream(order, 0, c.k).map(i -> c.labels[i]).toArray();
        int winner = -1;
        long most = 0;
        for (int label : labels) {
            long votes = Arrays.stream(labels).filter(other -> other == label).count();
            winner = votes > most ? label : winner;
            most = Math.max(votes, most);
        }
        return winner;
    }
}
