package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.IntFunction;
import tripletlab.internal.Arguments;

/**
 * Grey images to be put into a figure one by one.
 *
 * @param count how many there are
 * @param address gives one as the address of a PNG that holds its own data
 */
record ImageSet(int count, IntFunction<String> address) {

    /** Images (N, 1, H, W), which must not be closed before the figure is drawn. */
    static ImageSet of(String name, NDArray images) {
        int count = (int) Pictures.requireImages(name, images).get(0);
        return new ImageSet(count, i -> Pictures.address(images, i));
    }

    /** Images (N, H·W), each row by row. */
    static ImageSet of(String name, float[][] images, int width) {
        Arguments.requireNoNulls(name, images);
        int length = images.length == 0 ? 0 : images[0].length;
        if (length == 0 || width < 1 || length % width != 0) {
            throw new IllegalArgumentException(
                    "%s has %d rows of %d pixels and width %d, expected 1 row or more, and a width"
                                    .formatted(name, images.length, length, width)
                            + " that divides their length");
        }
        for (int i = 0; i < images.length; i++) {
            String first = name + "[0]";
            Arguments.requireSameLength(name + "[" + i + "]", images[i].length, first, length);
        }
        float[][] rows = Arrays.copyOf(images, images.length);
        return new ImageSet(rows.length, i -> Pictures.address(rows[i], width));
    }

    /** Some of them, which may be the same one several times. */
    ImageSet only(int[] items) {
        int[] kept = items.clone();
        return new ImageSet(kept.length, i -> address.apply(kept[i]));
    }
}
