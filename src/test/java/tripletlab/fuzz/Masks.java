package tripletlab.fuzz;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import tripletlab.mining.TripletMasks;

/** Which pairs and triplets are valid. */
final class Masks {

    private Masks() {}

    private enum Mask {
        ANCHOR_POSITIVE(TripletMasks::anchorPositive),
        ANCHOR_NEGATIVE(TripletMasks::anchorNegative),
        TRIPLETS(TripletMasks::triplets);

        private final Function<NDArray, NDArray> library;

        Mask(Function<NDArray, NDArray> library) {
            this.library = library;
        }

        boolean holds(int[] y, int i, int j, int k) {
            boolean positive = i != j && y[i] == y[j];
            return switch (this) {
                case ANCHOR_POSITIVE -> positive;
                case ANCHOR_NEGATIVE -> y[i] != y[j];
                case TRIPLETS -> positive && y[k] != y[i];
            };
        }
    }

    static Call<?> draw(Draw d) {
        Mask mask = d.of(Mask.values());
        int size = d.from(1, 8);
        Draw.Labels labels = d.labelArray("labels", size);
        int[] y = labels.classes();
        return new Call<boolean[]>(
                () -> mask.library.apply(labels.array()).toBooleanArray(),
                found -> {
                    int depth = mask == Mask.TRIPLETS ? size : 1;
                    Plain.check(found.length == size * size * depth, "%s values", found.length);
                    for (int t = 0; t < found.length; t++) {
                        int i = t / depth / size;
                        boolean expected = mask.holds(y, i, t / depth % size, t % depth);
                        Plain.check(found[t] == expected, "place %s is %s", t, found[t]);
                    }
                });
    }
}
