package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import ai.djl.training.dataset.RandomAccessDataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tripletlab.Oracle;
import tripletlab.PlainDataset;
import tripletlab.mining.Triplets;
import tripletlab.offline.FaceNetSelector;
import tripletlab.offline.TripletSelector;
import tripletlab.offline.VggFaceSelector;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.sampling.SmallClass;

/** What is chosen at random: triplets of FaceNet and VGG-Face, and balanced batches. */
final class Selections {

    private Selections() {}

    static Call<?> triplets(Draw d) {
        float[][] rows = d.rows("embeddings");
        int[] labels = d.labels("labels", rows == null ? 5 : rows.length);
        double margin = d.margin();
        boolean faceNet = d.note("FaceNet", d.chance(0.5));
        d.doubtLarge("embeddings", rows);
        return new Call<Triplets>(
                () -> {
                    TripletSelector selector =
                            faceNet
                                    ? new FaceNetSelector(margin, 1)
                                    : new VggFaceSelector(margin, 1);
                    return selector.select(rows, labels);
                },
                found ->
                        judge(found, Oracle.squared(Plain.doubles(rows)), labels, faceNet, margin));
    }

    private static void judge(
            Triplets found, double[][] d, int[] y, boolean faceNet, double margin) {
        Map<List<Integer>, Integer> chosen = new HashMap<>();
        for (int t = 0; t < found.size(); t++) {
            List<Integer> pair = List.of(found.anchors()[t], found.positives()[t]);
            check(chosen.put(pair, found.negatives()[t]) == null, "%s comes twice", pair);
        }
        for (int a = 0; a < y.length; a++) {
            for (int p = a + 1; p < y.length; p++) {
                if (y[p] == y[a]) {
                    Integer n = chosen.remove(List.of(a, p));
                    boolean some = false;
                    for (int other = 0; other < y.length; other++) {
                        some |=
                                y[other] != y[a]
                                        && allowed(d[a][p], d[a][other], faceNet, margin, -1e-5);
                    }
                    boolean right = n == null ? !some : y[n] != y[a];
                    check(right, "for %s and %s the negative is %s", a, p, n);
                    check(
                            n == null || allowed(d[a][p], d[a][n], faceNet, margin, 1e-5),
                            "the negative %s of %s and %s is not allowed",
                            n,
                            a,
                            p);
                }
            }
        }
        check(chosen.isEmpty(), "%s are no pairs a < p of a class", chosen);
    }

    /** With some room for rounding, if distances are not whole numbers. */
    private static boolean allowed(
            double ap, double an, boolean faceNet, double margin, double room) {
        double gap = an - ap;
        double air = gap == Math.rint(gap) ? 0 : room * Math.max(1, an);
        return gap < (float) margin + air && (!faceNet || gap > -air);
    }

    static Call<?> batches(Draw d) {
        int items = d.from(1, 24);
        long[] labels = d.random.longs(items, 0, d.from(1, 5)).toArray();
        d.note("labels", labels);
        int p = d.count("classesPerBatch", 1, 5);
        int k = d.count("itemsPerClass", 1, 5);
        SmallClass small = d.chance(0.03) ? null : d.of(SmallClass.values());
        d.note("small class", small);
        d.fault("smallClass", small == null);
        d.faults().removeAll(Set.of("classesPerBatch", "itemsPerClass")); // the dataset decides
        tooMany(d, labels, p, k, small);
        int count = d.of(1, 2, 5, 5, 5, 0);
        d.fault("batches", count < 1);
        RandomAccessDataset dataset = PlainDataset.of(labels);
        return new Call<List<List<Long>>>(
                () -> {
                    Iterator<List<Long>> epoch =
                            new BalancedBatchSampler(p, k, count, 3, small).sample(dataset);
                    List<List<Long>> all = new ArrayList<>();
                    epoch.forEachRemaining(all::add);
                    return all;
                },
                all -> {
                    check(all.size() == count, "%s batches", all.size());
                    all.forEach(batch -> judge(batch, labels, p, k, small));
                    if (small == SmallClass.REJECT) {
                        evenlyUsed(all, labels);
                    }
                });
    }

    private static void tooMany(Draw d, long[] labels, int p, int k, SmallClass small) {
        Map<Long, Integer> sizes = new HashMap<>();
        for (long label : labels) {
            sizes.merge(label, 1, Integer::sum);
        }
        long most = sizes.values().stream().mapToInt(size -> Math.min(size, k)).sum();
        boolean few = small == SmallClass.REJECT && sizes.values().stream().anyMatch(n -> n < k);
        boolean counts = p >= 1 && k >= 1;
        d.fault("classesPerBatch", p < 1 || counts && (long) p * k > most);
        d.fault("itemsPerClass", k < 1 || few || counts && (long) p * k > most);
    }

    /** Two items of a class have been used equally often, or one of them once more. */
    private static void evenlyUsed(List<List<Long>> batches, long[] labels) {
        int[] used = new int[labels.length];
        batches.forEach(batch -> batch.forEach(i -> used[i.intValue()]++));
        for (int i = 0; i < used.length; i++) {
            for (int j = 0; j < used.length; j++) {
                boolean even = labels[i] != labels[j] || Math.abs(used[i] - used[j]) <= 1;
                check(even, "%s and %s are used %s and %s times", i, j, used[i], used[j]);
            }
        }
    }

    private static void judge(List<Long> batch, long[] labels, int p, int k, SmallClass small) {
        check(batch.size() == p * k, "%s items", batch.size());
        check(new HashSet<>(batch).size() == batch.size(), "an item comes twice in %s", batch);
        Map<Long, Integer> ofClass = new HashMap<>();
        for (long item : batch) {
            ofClass.merge(labels[(int) item], 1, Integer::sum);
        }
        Set<Integer> numbers = new HashSet<>(ofClass.values());
        boolean balanced = ofClass.size() == p && numbers.equals(Set.of(k));
        check(small == SmallClass.FILL || balanced, "classes %s", ofClass);
        check(numbers.stream().allMatch(n -> n <= k), "classes %s", ofClass);
    }
}
