package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import ai.djl.training.dataset.RandomAccessDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Which negatives a selector may take. */
    private record Rule(boolean faceNet, double margin) {

        TripletSelector selector() {
            return faceNet ? new FaceNetSelector(margin, 1) : new VggFaceSelector(margin, 1);
        }

        /** With some room for rounding, if distances are not whole numbers. */
        boolean allows(double ap, double an, double room) {
            double gap = an - ap;
            double air = gap == Math.rint(gap) ? 0 : room * Math.max(1, an);
            return gap < (float) margin + air && (!faceNet || gap > -air);
        }
    }

    static Call<?> triplets(Draw d) {
        float[][] rows = d.rows("embeddings");
        int[] labels = d.labels("labels", rows == null ? 5 : rows.length);
        Rule rule = d.note("rule", new Rule(d.chance(0.5), d.margin()));
        d.doubtLarge("embeddings", rows);
        return new Call<>(
                () -> rule.selector().select(rows, labels),
                found -> judge(found, Oracle.squared(Oracle.doubles(rows)), labels, rule));
    }

    private static void judge(Triplets found, double[][] d, int[] y, Rule rule) {
        Map<List<Integer>, Integer> chosen = new HashMap<>();
        for (int t = 0; t < found.size(); t++) {
            List<Integer> pair = List.of(found.anchors()[t], found.positives()[t]);
            check(chosen.put(pair, found.negatives()[t]) == null, "%s comes twice", pair);
        }
        for (int anchor = 0; anchor < y.length; anchor++) {
            int a = anchor;
            int[] others = IntStream.range(0, y.length).filter(i -> y[i] != y[a]).toArray();
            for (int p = a + 1; p < y.length; p++) {
                if (y[p] == y[a]) {
                    double ap = d[a][p];
                    Integer n = chosen.remove(List.of(a, p));
                    boolean right =
                            n == null
                                    ? Arrays.stream(others)
                                            .noneMatch(i -> rule.allows(ap, d[a][i], -1e-5))
                                    : y[n] != y[a] && rule.allows(ap, d[a][n], 1e-5);
                    check(right, "for %s and %s the negative is %s", a, p, n);
                }
            }
        }
        check(chosen.isEmpty(), "%s are no pairs a < p of a class", chosen);
    }

    static Call<?> batches(Draw d) {
        long[] labels = d.random.longs(d.from(1, 24), 0, d.from(1, 5)).toArray();
        d.note("labels", labels);
        int p = d.count("classesPerBatch", 1, 5);
        int k = d.count("itemsPerClass", 1, 5);
        SmallClass small = d.or(d.of(SmallClass.values()), 0.03, (SmallClass) null);
        int count = d.of(1, 2, 5, 5, 5, 0);
        d.note("batches, small class", count + ", " + small);
        d.faults.clear(); // the dataset decides
        Collection<Long> sizes =
                Arrays.stream(labels)
                        .boxed()
                        .collect(Collectors.groupingBy(x -> x, Collectors.counting()))
                        .values();
        long most = sizes.stream().mapToLong(size -> Math.min(size, k)).sum();
        boolean many = p >= 1 && k >= 1 && (long) p * k > most;
        boolean few = small == SmallClass.REJECT && sizes.stream().anyMatch(size -> size < k);
        d.fault("classesPerBatch", p < 1 || many);
        d.fault("itemsPerClass", k < 1 || few || many);
        d.fault("batches", count < 1);
        d.fault("smallClass", small == null);
        RandomAccessDataset dataset = PlainDataset.of(labels);
        return new Call<>(
                () -> {
                    List<List<Long>> all = new ArrayList<>();
                    new BalancedBatchSampler(p, k, count, 3, small)
                            .sample(dataset)
                            .forEachRemaining(all::add);
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
        batch.forEach(item -> ofClass.merge(labels[item.intValue()], 1, Integer::sum));
        Set<Integer> numbers = new HashSet<>(ofClass.values());
        boolean balanced = ofClass.size() == p && numbers.equals(Set.of(k));
        check(small == SmallClass.FILL || balanced, "classes %s", ofClass);
        check(numbers.stream().allMatch(n -> n <= k), "classes %s", ofClass);
    }
}
