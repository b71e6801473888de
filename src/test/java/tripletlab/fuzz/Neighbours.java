package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.KnnClassifier;
import tripletlab.evaluation.NearestNeighbors;
import tripletlab.evaluation.Neighbor;
import tripletlab.evaluation.RecallAtK;
import tripletlab.evaluation.RetrievalMetrics;

/** Retrieval, nearest neighbours and the classifier that asks them. */
final class Neighbours {

    private Neighbours() {}

    /** Items, and queries that are the items themselves or others. */
    private record Case(float[][] items, int[] labels, float[][] queries, int[] answers, int k) {

        boolean isLeaveOneOut() {
            return queries == items;
        }

        /** The places of all candidates of a query, nearest first; null if rounding decides. */
        int[] order(int q) {
            double[] d = Arrays.stream(items).mapToDouble(x -> distance(x, queries[q])).toArray();
            double[] sorted = Arrays.stream(d).sorted().toArray();
            for (int i = 1; i < d.length; i++) {
                double step = sorted[i] - sorted[i - 1];
                if (step != 0 && (step < 1e-5 * sorted[i] || sorted[i] < 1e-18)) {
                    return null;
                }
            }
            return IntStream.range(0, d.length)
                    .filter(i -> !isLeaveOneOut() || i != q)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> d[i])) // stable
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    private static double distance(float[] x, float[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += ((double) x[k] - y[k]) * ((double) x[k] - y[k]);
        }
        return Math.sqrt(sum);
    }

    private static Case inputs(Draw d, String items, String queries, boolean leaveOneOut) {
        int width = d.from(1, 4);
        float[][] rows = d.rows(items, d.from(1, 14), width);
        int size = rows == null ? 5 : rows.length;
        int[] labels = d.labels("labels", size);
        int k = d.count("k", 1, leaveOneOut ? size - 1 : size);
        d.doubtLarge(items, rows);
        if (leaveOneOut) {
            return new Case(rows, labels, rows, labels, k);
        }
        int other = d.chance(0.03) ? width + 1 : width;
        float[][] asked = d.rows(queries, d.from(1, 6), other);
        boolean both = Draw.finite(rows) && Draw.finite(asked);
        d.fault(queries, both && asked[0].length != rows[0].length);
        d.doubtLarge(queries, asked);
        int[] answers = d.random.ints(asked == null ? 1 : asked.length, 0, 4).toArray();
        return new Case(rows, labels, asked, d.note("labels of queries", answers), k);
    }

    static Call<?> retrieval(Draw d) {
        boolean leaveOneOut = d.note("leave one out", d.chance(0.6));
        boolean recall = d.note("recall", d.chance(0.4));
        Case c = inputs(d, leaveOneOut ? "embeddings" : "references", "queries", leaveOneOut);
        if (!recall) {
            d.faults().remove("k");
        }
        for (String name : List.of("references", "queries")) {
            // Embeddings are refused when they are made, by the name that they have there
            d.fault("vectors", d.faults().contains(name));
            d.doubt("vectors", d.doubts().contains(name));
        }
        return new Call<double[]>(
                () -> {
                    if (recall) {
                        RecallAtK found =
                                leaveOneOut
                                        ? RecallAtK.of(c.items, c.labels, c.k)
                                        : RecallAtK.of(queries(c), items(c), c.k);
                        return new double[] {found.at(c.k)};
                    }
                    RetrievalMetrics found =
                            leaveOneOut
                                    ? RetrievalMetrics.of(c.items, c.labels)
                                    : RetrievalMetrics.of(queries(c), items(c));
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
            boolean[] hits = new boolean[order.length];
            for (int i = 0; i < hits.length; i++) {
                hits[i] = c.labels[order[i]] == c.answers[q];
            }
            int relevant = count(hits, hits.length);
            if (relevant > 0) {
                scores.add(recall ? recall(hits, c.k) : scores(hits, relevant));
            }
        }
        for (int i = 0; i < found.length; i++) {
            int column = i;
            DoubleStream values = scores.stream().mapToDouble(score -> score[column]);
            close("metric " + i, found[i], values.average().orElse(Double.NaN), 1e-12);
        }
    }

    private static double[] recall(boolean[] hits, int k) {
        return new double[] {count(hits, k) > 0 ? 1 : 0};
    }

    private static double[] scores(boolean[] hits, int relevant) {
        double precisions = 0;
        for (int i = 0; i < relevant; i++) {
            precisions += hits[i] ? count(hits, i + 1) / (i + 1.0) : 0;
        }
        double found = count(hits, relevant);
        return new double[] {hits[0] ? 1 : 0, found / relevant, precisions / relevant};
    }

    private static int count(boolean[] hits, int first) {
        return (int) IntStream.range(0, first).filter(i -> hits[i]).count();
    }

    private static Embeddings items(Case c) {
        return new Embeddings(c.items, c.labels);
    }

    private static Embeddings queries(Case c) {
        return new Embeddings(c.queries, c.answers);
    }

    static Call<?> nearest(Draw d) {
        boolean others = d.note("others", d.chance(0.5));
        Case c = inputs(d, "items", "queries", others);
        int size = c.items == null ? 5 : c.items.length;
        int item = others ? d.count("item", 0, size - 1) : 0;
        d.fault("vectors", d.faults().contains("items"));
        d.doubt("vectors", d.doubts().contains("items"));
        return new Call<List<List<Neighbor>>>(
                () -> {
                    NearestNeighbors search = NearestNeighbors.of(items(c));
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
        check(found.size() == c.k, "%s neighbours", found.size());
        for (int i = 0; order != null && i < c.k; i++) {
            Neighbor neighbor = found.get(i);
            check(neighbor.index() == order[i], "%s, not %s", neighbor, order[i]);
            check(neighbor.label() == c.labels[order[i]], "label of %s", neighbor);
            double expected = distance(c.items[order[i]], c.queries[q]);
            close("distance", neighbor.distance(), expected, 1e-6 * expected + 1e-18);
        }
    }

    static Call<?> classifier(Draw d) {
        Case c = inputs(d, "embeddings", "queries", false);
        return new Call<ConfusionMatrix>(
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
        int winner = -1;
        long most = 0;
        for (int i = 0; i < c.k; i++) {
            int label = c.labels[order[i]];
            long votes = Arrays.stream(order, 0, c.k).filter(j -> c.labels[j] == label).count();
            if (votes > most) {
                most = votes;
                winner = label;
            }
        }
        return winner;
    }
}
