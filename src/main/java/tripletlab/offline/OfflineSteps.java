package tripletlab.offline;

import static tripletlab.internal.Arguments.requireAtLeast;

/**
 * How offline mining and training take turns.
 *
 * @param tripletsPerBatch T
 * @param perEpoch how many batches an epoch has
 * @param perSelection after how many batches to mine again at the latest
 */
record OfflineSteps(int tripletsPerBatch, int perEpoch, int perSelection) {

    OfflineSteps {
        requireAtLeast("tripletsPerBatch", tripletsPerBatch, 1);
        requireAtLeast("steps", perEpoch, 1);
        requireAtLeast("stepsPerSelection", perSelection, 1);
    }
}
