package tripletlab.offline;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The batches of one epoch: mines at its start, and when it is time to mine again. */
final class OfflineEpoch implements Iterator<Batch>, AutoCloseable {

    private final OfflineMining mining;
    private final OfflineSteps steps;
    private final NDManager manager;
    private Iterator<Batch> samples = Collections.emptyIterator();
    private MinedTriplets triplets;
    private int trained;
    private int trainedOnThese;

    /** All that the epoch makes is attached to a manager of its own, below the given one. */
    OfflineEpoch(OfflineMining mining, OfflineSteps steps, NDManager parent) {
        this.mining = mining;
        this.steps = steps;
        this.manager = parent.newSubManager();
    }

    @Override
    public boolean hasNext() {
        if (trained == steps.perEpoch()) {
            close();
            return false;
        }
        return true;
    }

    @Override
    public Batch next() {
        if (trained == steps.perEpoch()) {
            throw new NoSuchElementException("all " + trained + " batches are trained on");
        }
        if (triplets == null || triplets.isUsedUp() || trainedOnThese == steps.perSelection()) {
            mineAgain();
        }
        trained++;
        trainedOnThese++;
        NDManager closing = manager.newSubManager();
        NDList[] rows = triplets.deal(closing, steps.tripletsPerBatch());
        long full = 3L * steps.tripletsPerBatch();
        return new Batch(
                closing,
                rows[0],
                rows[1],
                Math.toIntExact(rows[0].head().getShape().get(0)),
                Batchifier.STACK,
                Batchifier.STACK,
                trained * full,
                steps.perEpoch() * full);
    }

    private void mineAgain() {
        trainedOnThese = 0;
        for (int tries = 0; tries < OfflineTriplets.TRIES; tries++) {
            if (triplets != null) {
                triplets.close();
                triplets = null; // not to be closed twice, should mining fail
            }
            if (!samples.hasNext()) {
                samples = mining.samples(manager);
            }
            triplets = mining.mine(samples);
            if (!triplets.isUsedUp()) {
                return;
            }
        }
        throw new IllegalStateException(
                String.format(
                        "%s found no triplet in %d samples of %d items one after another: either"
                                + " the network has learned all that this margin asks for, or its"
                                + " embeddings have collapsed; stop, or select with another margin",
                        mining, OfflineTriplets.TRIES, triplets.items()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
