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
        long[] kinds = new long[5];
        Plain.everyValid(y, (a, p, n) -> kinds[kind(d[a][n] - d[a][p], margin)]++);
        long valid = kinds[0] + kinds[1] + kinds[2] + kinds[3] + kinds[4];
        return new TripletCounts(valid, kinds[0], kinds[1], kinds[2], kinds[3], kinds[4]);
    }

    /** 0 easy, 1 semi-hard, 2 hard, 3 a tie, 4 on the edge. */
    private static int kind(float gap, float margin) {
        if (gap <= 0) {
            return gap < 0 ? 2 : 3;
        }
        return gap > margin ? 0 : gap < margin ? 1 : 4;
    }
}
