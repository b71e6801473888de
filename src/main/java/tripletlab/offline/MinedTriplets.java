package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.dataset.Batch;
import java.util.Random;
import tripletlab.mining.Triplets;

/** The triplets of one selection in random order, dealt in batches of rows a, p, n, a, p, n, …. */
final class MinedTriplets implements AutoCloseable {

    private final Batch items;
    private final Triplets triplets;
    private final int[] order;
    private int dealt;

    /** Takes the items over; the triplets are indices into them. */
    MinedTriplets(Batch items, Triplets triplets, long seed) {
        this.items = items;
        this.triplets = triplets;
        this.order = shuffled(triplets.size(), new Random(seed));
    }

    private static int[] shuffled(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) { // Fisher and Yates, from the inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    int items() {
        return items.getSize();
    }

    boolean isUsedUp() {
        return dealt == order.length;
    }

    /** Deals up to {@code count} triplets; the last batch may have fewer. */
    NDList[] deal(NDManager manager, int count) {
        int size = Math.min(count, order.length - dealt);
        int[] rows = new int[3 * size];
        for (int i = 0; i < size; i++) {
            int t = order[dealt++];
            rows[3 * i] = triplets.anchors()[t];
            rows[3 * i + 1] = triplets.positives()[t];
            rows[3 * i + 2] = triplets.negatives()[t];
        }
        try (NDArray index = manager.create(rows)) {
            return new NDList[] {
                pick(manager, items.getData(), index), pick(manager, items.getLabels(), index)
            };
        }
    }

    private static NDList pick(NDManager manager, NDList arrays, NDArray index) {
        NDList picked = new NDList();
        for (NDArray array : arrays) {
            picked.add(array.get(manager, new NDIndex("{}", index))); // (3T, …)
        }
        return picked;
    }

    @Override
    public void close() {
        items.close();
    }
}
