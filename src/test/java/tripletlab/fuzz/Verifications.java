package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tripletlab.Oracle;
import tripletlab.evaluation.CrossValidation;
import tripletlab.evaluation.PairSample;
import tripletlab.evaluation.Pairs;
import tripletlab.evaluation.Roc;
import tripletlab.evaluation.Verification;

/** Pairs, the curve of their distances, and thresholds that are chosen on other pairs. */
final class Verifications {

    private Verifications() {}

    /** Distances of pairs of one class and of two, as the oracles read them. */
    private record Distances(double[] positives, double[] negatives) {

        /** Of all pairs of these rows. */
        static Distances of(float[][] rows, int[] y) {
            double[][] d = Plain.asFloats(Oracle.euclidean(Oracle.doubles(rows)));
            return new Distances(pairs(d, y, true), pairs(d, y, false));
        }

        private static double[] pairs(double[][] d, int[] y, boolean same) {
            DoubleStream.Builder found = DoubleStream.builder();
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < i; j++) {
                    if ((y[i] == y[j]) == same) {
                        found.add(d[i][j]);
                    }
                }
            }
            return found.build().toArray();
        }

        static Distances of(float[] positives, float[] negatives) {
            return new Distances(wide(positives), wide(negatives));
        }

        private static double[] wide(float[] distances) {
            return Oracle.doubles(new float[][] {distances})[0];
        }

        /** All distances, and -∞. */
        double[] thresholds() {
            double[][] all = {{Double.NEGATIVE_INFINITY}, positives, negatives};
            return Arrays.stream(Plain.flat(all)).map(x -> x + 0.0).distinct().sorted().toArray();
        }

        /** How many pairs a threshold decides rightly. */
        double right(double threshold) {
            return accepted(positives, threshold) * positives.length
                    + (1 - accepted(negatives, threshold)) * negatives.length;
        }

        /** The f-th part of so many, or the others. */
        Distances part(int f, int folds, boolean others) {
            return new Distances(
                    part(positives, f, folds, others), part(negatives, f, folds, others));
        }

        private static double[] part(double[] all, int f, int folds, boolean others) {
            int from = f * all.length / folds;
            int to = (f + 1) * all.length / folds;
            return IntStream.range(0, all.length)
                    .filter(i -> (i < from || i >= to) == others)
                    .mapToDouble(i -> all[i])
                    .toArray();
        }
    }

    /** The share of distances up to a threshold. */
    private static double accepted(double[] distances, double threshold) {
        double count = Arrays.stream(distances).filter(x -> x <= threshold).count();
        return count / distances.length;
    }

    private static float[] distances(Draw d, String name) {
        float[] values = new float[d.from(1, 12)];
        for (int i = 0; i < values.length; i++) {
            values[i] = d.chance(0.5) ? d.from(0, 4) : d.random.nextFloat();
        }
        float infinite = Float.POSITIVE_INFINITY;
        values[0] = d.or(values[0], 0.05, Float.NaN, infinite, 1e-45f, Float.MAX_VALUE, -0f);
        values = d.or(values, 0.05, null, new float[0]);
        d.fault(name, !Draw.finite(new float[][] {values}));
        return d.note(name, values);
    }

    private static double rate(Draw d) {
        double good = d.of(0.0, 0.001, 0.1, 0.25, 0.5, 1.0, d.random.nextDouble());
        double far = d.or(good, 0.05, -0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY);
        d.fault("far", !(far >= 0 && far <= 1));
        return d.note("far", far);
    }

    static Call<?> curve(Draw d) {
        double far = rate(d);
        if (d.chance(0.5)) {
            float[] positives = distances(d, "positives");
            float[] negatives = distances(d, "negatives");
            return new Call<>(
                    () -> measures(Roc.of(positives, negatives), far),
                    found -> judge(found, Distances.of(positives, negatives), far));
        }
        float[][] rows = d.rows("embeddings");
        int[] labels = d.labels("labels", rows == null ? 4 : rows.length);
        if (!d.faults.contains("embeddings") && !d.faults.contains("labels")) {
            Distances pairs = Distances.of(rows, labels);
            d.fault("labels", pairs.positives.length == 0 || pairs.negatives.length == 0);
        }
        d.doubtLarge("embeddings", rows);
        return new Call<>(
                () -> measures(Verification.of(rows, labels, 1).roc(), far),
                found -> judge(found, Distances.of(rows, labels), far));
    }

    private static double[] measures(Roc roc, double far) {
        return new double[] {roc.auc(), roc.eer(), roc.tarAt(far)};
    }

    private static void judge(double[] found, Distances pairs, double far) {
        double nearer = 0;
        for (double p : pairs.positives) {
            for (double n : pairs.negatives) {
                nearer += p < n ? 1 : p == n ? 0.5 : 0;
            }
        }
        close("AUC", found[0], nearer / pairs.positives.length / pairs.negatives.length, 1e-9);
        double best = 0;
        double eer = Double.NaN;
        double lastFar = 0;
        double lastTar = 0;
        for (double t : pairs.thresholds()) {
            double falses = accepted(pairs.negatives, t);
            double trues = accepted(pairs.positives, t);
            best = falses <= far ? Math.max(best, trues) : best;
            if (Double.isNaN(eer) && falses + trues >= 1) { // on the line from the last point
                double share = (1 - lastFar - lastTar) / (falses + trues - lastFar - lastTar);
                eer = lastFar + share * (falses - lastFar);
            }
            lastFar = falses;
            lastTar = trues;
        }
        close("EER", found[1], eer, 1e-9);
        close("TAR", found[2], best, 1e-9);
    }

    static Call<?> folds(Draw d) {
        float[] positives = distances(d, "positives");
        float[] negatives = distances(d, "negatives");
        double far = rate(d);
        int most = d.good() ? Math.min(positives.length, negatives.length) : 9;
        int folds = d.count("folds", 2, most);
        return new Call<>(
                () -> CrossValidation.of(positives, negatives, folds, far),
                found -> {
                    Distances all = Distances.of(positives, negatives);
                    for (int f = 0; f < folds; f++) {
                        Distances others = all.part(f, folds, true);
                        judge(found.folds().get(f), all.part(f, folds, false), others, far);
                    }
                });
    }

    private static void judge(
            CrossValidation.Fold found, Distances part, Distances others, double far) {
        double most = -1;
        double low = Double.NEGATIVE_INFINITY;
        for (double t : others.thresholds()) {
            most = Math.max(most, others.right(t));
            low = accepted(others.negatives, t) <= far ? Math.max(low, t) : low;
        }
        double best = found.threshold();
        check(Double.isFinite(best), "the threshold is %s", best);
        close("right of the others", others.right(best), most, 1e-9);
        int size = part.positives.length + part.negatives.length;
        close("accuracy", found.accuracy(), part.right(best) / size, 1e-9);
        double t = found.farThreshold();
        boolean allowed = accepted(others.negatives, t) <= far && t >= low;
        check(allowed, "threshold %s at FAR %s, not %s", t, far, low);
        close("VAL", found.validationRate(), accepted(part.positives, t), 1e-9);
        close("FAR", found.falseAcceptRate(), accepted(part.negatives, t), 1e-9);
    }

    static Call<?> pairs(Draw d) {
        int[] labels = d.random.ints(d.from(0, 10), 0, d.from(1, 4)).toArray();
        int[] y = d.note("labels", d.or(labels, 0.03, (int[]) null));
        double[][] zeros = new double[labels.length][labels.length];
        int same = y == null ? 0 : Distances.pairs(zeros, y, true).length;
        int different = y == null ? 0 : Distances.pairs(zeros, y, false).length;
        d.fault("labels", same == 0 || different == 0);
        int positives = d.of(1, 2, 5, 100, 1_000_000, 0, -1);
        int negatives = d.of(1, 2, 5, 100, 1_000_000, 0, -1);
        d.fault("positives", positives < 1);
        d.fault("negatives", negatives < 1);
        d.note("positives, negatives", positives + ", " + negatives);
        return new Call<>(
                () -> PairSample.of(y, positives, negatives, 1),
                found -> {
                    judge(found.positives(), y, true, Math.min(positives, same));
                    judge(found.negatives(), y, false, Math.min(negatives, different));
                });
    }

    private static void judge(Pairs pairs, int[] y, boolean same, int count) {
        Set<Set<Integer>> seen = new HashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            int a = pairs.first()[i];
            int b = pairs.second()[i];
            check(a != b && (y[a] == y[b]) == same, "the pair (%s, %s)", a, b);
            check(seen.add(Set.of(a, b)), "(%s, %s) comes twice", a, b);
        }
        check(pairs.size() == count, "%s pairs, not %s", pairs.size(), count);
    }
}
