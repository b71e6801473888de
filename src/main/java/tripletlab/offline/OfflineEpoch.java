package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import tripletlab.mining.Triplets;

/** The batches of one epoch: mines at its start, and when it is time to mine again. */
final class OfflineEpoch implements Iterator<Batch>, AutoCloseable {

    private final OfflineTriplets data;
    private final NDManager manager;
    private Iterator<Batch> samples;
    private Selection selection;
    private int trained;
    private int trainedOnThese;

    /**
     * The triplets of one sample.
     *
     * @param items which the triplets are indices of
     * @param order in which the triplets are trained on
     */
    record Selection(Batch items, Triplets triplets, int[] order) {

        static Selection shuffled(Batch items, Triplets triplets, Random random) {
            int[] order = new int[triplets.size()];
            for (int i = 0; i < order.length; i++) { // Fisher and Yates, from the inside out
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            return new Selection(items, triplets, order);
        }
    }

    /** All that the epoch makes is attached to a manager of its own, below the given one. */
    OfflineEpoch(OfflineTriplets data, NDManager parent) {
        this.data = data;
        this.manager = parent.newSubManager();
    }

    @Override
    public boolean hasNext() {
        if (trained == data.steps) {
            close();
            return false;
        }
        return true;
    }

    @Override
    public Batch next() {
        if (trained == data.steps) {
            throw new NoSuchElementException("all " + trained + " batches are trained on");
        }
        int dealt = trainedOnThese * data.tripletsPerBatch;
        if (selection == null
                || dealt >= selection.order().length
                || trainedOnThese == data.stepsPerSelection) {
            mineAgain();
            dealt = 0;
        }
        trained++;
        trainedOnThese++;
        return batch(dealt, Math.min(dealt + data.tripletsPerBatch, selection.order().length));
    }

    private void mineAgain() {
        trainedOnThese = 0;
        for (int tries = 0; tries < OfflineTriplets.TRIES; tries++) {
            if (selection != null) {
                selection.items().close();
                selection = null; // not to be closed twice, should mining fail
            }
            if (samples == null || !samples.hasNext()) {
                samples = data.samples(manager);
            }
            selection = data.select(samples.next());
            if (selection.order().length > 0) {
                return;
            }
        }
        throw new IllegalStateException(
                String.format(
                        "%s found no triplet in %d samples of %d items one after another: either"
                                + " the network has learned all that this margin asks for, or its"
                                + " embeddings have collapsed; stop, or select with another margin",
                        data.selector, OfflineTriplets.TRIES, selection.items().getSize()));
    }

    /** The items of some triplets as rows a, p, n, a, p, n, …. */
    private Batch batch(int from, int to) {
        Triplets triplets = selection.triplets();
        int[] rows = new int[3 * (to - from)];
        for (int i = from; i < to; i++) {
            int t = selection.order()[i];
            rows[3 * (i - from)] = triplets.anchors()[t];
            rows[3 * (i - from) + 1] = triplets.positives()[t];
            rows[3 * (i - from) + 2] = triplets.negatives()[t];
        }
        NDManager closing = manager.newSubManager();
        long full = 3L * data.tripletsPerBatch;
        try (NDArray index = closing.create(rows)) {
            return new Batch(
                    closing,
                    pick(closing, selection.items().getData(), index),
                    pick(closing, selection.items().getLabels(), index),
                    rows.length,
                    Batchifier.STACK,
                    Batchifier.STACK,
                    trained * full,
                    data.steps * full);
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
        manager.close();
    }
}
