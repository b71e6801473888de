package tripletlab.fuzz;

import ai.djl.ndarray.NDArray;
import tripletlab.mining.TripletCounts;

/** How many triplets are of which kind. */
final class Counts {

    private Counts() {}

    static Call<?> draw(Draw d) {
        int size = d.from(1, 9);
        NDArray distances = d.distances("distances", size);
        Draw.Labels labels = d.labelArray("labels", size);
        double margin = d.margin();
        return new Call<TripletCounts>(
                () -> TripletCounts.of(distances, labels.array(), margin),
                found -> {
                    TripletCounts expected =
                            counted(
                                    Plain.floats(Draw.seen(distances)),
                                    labels.classes(),
                                    (float) margin);
                    Plain.check(found.equals(expected), "%s, not %s", found, expected);
                });
    }

    /** In floats, as distances are. */
    private static TripletCounts counted(float[][] d, int[] y, float margin) {
        long[] kinds = new long[5]; // easy, semi-hard, hard, tie, edge
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; p != a && y[p] == y[a] && n < y.length; n++) {
                    if (y[n] != y[a]) {
                        float gap = d[a][n] - d[a][p];
                        int kind =
                                gap > margin
                                        ? 0
                                        : gap == 0 ? 3 : gap < 0 ? 2 : gap < margin ? 1 : 4;
                        kinds[kind]++;
                    }
                }
            }
        }
        long valid = kinds[0] + kinds[1] + kinds[2] + kinds[3] + kinds[4];
        return new TripletCounts(valid, kinds[0], kinds[1], kinds[2], kinds[3], kinds[4]);
    }
}
