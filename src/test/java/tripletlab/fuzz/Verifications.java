package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tripletlab.evaluation.CrossValidation;
import tripletlab.evaluation.PairSample;
import tripletlab.evaluation.Pairs;
import tripletlab.evaluation.Roc;
import tripletlab.evaluation.Verification;

/** Pairs, the curve of their distances, and thresholds that are chosen on other pairs. */
final class Verifications {

    private Verifications() {}

    private static float[] distances(Draw d, String name) {
        float[] values = new float[d.from(1, 12)];
        for (int i = 0; i < values.length; i++) {
            values[i] = d.chance(0.5) ? d.from(0, 4) : d.random.nextFloat();
        }
        if (d.chance(0.05)) {
            values[0] = d.of(Float.NaN, Float.POSITIVE_INFINITY, 1e-45f, Float.MAX_VALUE, -0f);
        }
        if (d.chance(0.05)) {
            values = d.of(null, new float[0]);
        }
        boolean finite = values != null && values.length > 0;
        for (int i = 0; finite && i < values.length; i++) {
            finite = Float.isFinite(values[i]);
        }
        d.fault(name, !finite);
        return d.note(name, values);
    }

    private static double rate(Draw d) {
        double far = d.of(0.0, 0.001, 0.1, 0.25, 0.5, 1.0, d.random.nextDouble());
        far = d.chance(0.05) ? d.of(-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY) : far;
        d.fault("far", !(far >= 0 && far <= 1));
        return d.note("far", far);
    }

    /** The share of distances up to a threshold. */
    private static double accepted(float[] distances, double threshold) {
        int count = 0;
        for (float distance : distances) {
            count += distance <= threshold ? 1 : 0;
        }
        return (double) count / distances.length;
    }

    private static double[] thresholds(float[] positives, float[] negatives) {
        Set<Double> all = new TreeSet<>(Set.of(Double.NEGATIVE_INFINITY));
        for (float[] distances : new float[][] {positives, negatives}) {
            for (float distance : distances) {
                all.add((double) distance + 0.0);
            }
        }
        return all.stream().mapToDouble(x -> x).toArray();
    }

    static Call<?> curve(Draw d) {
        double far = rate(d);
        if (d.chance(0.5)) {
            float[] positives = distances(d, "positives");
            float[] negatives = distances(d, "negatives");
            return new Call<double[]>(
                    () -> measures(Roc.of(positives, negatives), far),
                    found -> judge(found, positives, negatives, far));
        }
        float[][] rows = d.rows("embeddings");
        int[] labels = d.labels("labels", rows == null ? 4 : rows.length);
        d.doubtLarge("embeddings", rows);
        boolean fit = Draw.finite(rows) && labels != null && labels.length == rows.length;
        float[][] pairs = fit ? pairs(rows, labels) : new float[2][0];
        d.fault("labels", fit && (pairs[0].length == 0 || pairs[1].length == 0));
        return new Call<double[]>(
                () -> measures(Verification.of(rows, labels, 1).roc(), far),
                found -> judge(found, pairs[0], pairs[1], far));
    }

    /** The distances of all pairs of one class, and of two. */
    private static float[][] pairs(float[][] rows, int[] y) {
        double[][] d = tripletlab.Oracle.euclidean(Plain.doubles(rows));
        float[][] pairs = {new float[0], new float[0]};
        for (int i = 0; i < y.length; i++) {
            for (int j = i + 1; j < y.length; j++) {
                int kind = y[i] == y[j] ? 0 : 1;
                pairs[kind] = Arrays.copyOf(pairs[kind], pairs[kind].length + 1);
                pairs[kind][pairs[kind].length - 1] = (float) d[i][j];
            }
        }
        return pairs;
    }

    private static double[] measures(Roc roc, double far) {
        return new double[] {roc.auc(), roc.eer(), roc.tarAt(far)};
    }

    private static void judge(double[] found, float[] positives, float[] negatives, double far) {
        double nearer = 0;
        for (float p : positives) {
            for (float n : negatives) {
                nearer += p < n ? 1 : p == n ? 0.5 : 0;
            }
        }
        close("AUC", found[0], nearer / positives.length / negatives.length, 1e-9);
        double best = 0;
        double eer = Double.NaN;
        double lastFar = 0;
        double lastTar = 0;
        for (double t : thresholds(positives, negatives)) {
            double falses = accepted(negatives, t);
            double trues = accepted(positives, t);
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
        return new Call<CrossValidation>(
                () -> CrossValidation.of(positives, negatives, folds, far),
                found -> {
                    for (int f = 0; f < folds; f++) {
                        judge(found.folds().get(f), positives, negatives, f, folds, far);
                    }
                });
    }

    private static void judge(
            CrossValidation.Fold found,
            float[] positives,
            float[] negatives,
            int f,
            int folds,
            double far) {
        float[][] p = cut(positives, f, folds);
        float[][] n = cut(negatives, f, folds);
        double most = -1;
        double low = Double.NEGATIVE_INFINITY;
        double[] thresholds = thresholds(p[1], n[1]);
        for (double t : thresholds) {
            most = Math.max(most, right(p[1], n[1], t));
            low = accepted(n[1], t) <= far ? Math.max(low, t) : low;
        }
        double best = found.threshold();
        check(Double.isFinite(best), "the threshold is %s", best);
        close("right of the others", right(p[1], n[1], best), most, 1e-9);
        int size = p[0].length + n[0].length;
        close("accuracy", found.accuracy(), right(p[0], n[0], best) / size, 1e-9);
        double t = found.farThreshold();
        check(accepted(n[1], t) <= far && t >= low, "threshold %s at FAR %s, not %s", t, far, low);
        close("VAL", found.validationRate(), accepted(p[0], t), 1e-9);
        close("FAR", found.falseAcceptRate(), accepted(n[0], t), 1e-9);
    }

    /** How many pairs a threshold decides rightly. */
    private static double right(float[] positives, float[] negatives, double threshold) {
        return accepted(positives, threshold) * positives.length
                + (1 - accepted(negatives, threshold)) * negatives.length;
    }

    /** The f-th part, and the others. */
    private static float[][] cut(float[] all, int f, int folds) {
        int from = f * all.length / folds;
        int to = (f + 1) * all.length / folds;
        float[] others = new float[all.length - to + from];
        System.arraycopy(all, 0, others, 0, from);
        System.arraycopy(all, to, others, from, all.length - to);
        return new float[][] {Arrays.copyOfRange(all, from, to), others};
    }

    static Call<?> pairs(Draw d) {
        int[] labels = d.random.ints(d.from(0, 10), 0, d.from(1, 4)).toArray();
        labels = d.note("labels", d.chance(0.03) ? null : labels);
        int[] y = labels;
        int size = y == null ? 2 : y.length;
        float[][] all = y == null ? new float[2][0] : pairs(new float[size][1], y);
        d.fault("labels", all[0].length == 0 || all[1].length == 0);
        int positives = d.of(1, 2, 5, 100, 1_000_000, 0, -1);
        int negatives = d.of(1, 2, 5, 100, 1_000_000, 0, -1);
        d.fault("positives", positives < 1);
        d.fault("negatives", negatives < 1);
        return new Call<PairSample>(
                () -> PairSample.of(y, positives, negatives, 1),
                found -> {
                    judge(found.positives(), y, true, Math.min(positives, all[0].length));
                    judge(found.negatives(), y, false, Math.min(negatives, all[1].length));
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
