package tripletlab.training;

/**
 * How offline mining and training take turns.
 *
 * @param tripletsPerBatch T
 * @param perEpoch how many batches an epoch has
 * @param perSelection after how many batches to mine again at the latest
 */
record OfflineSteps(int tripletsPerBatch, int perEpoch, int perSelection) {

    OfflineSteps {
        requireAtLeastOne("tripletsPerBatch", tripletsPerBatch);
        requireAtLeastOne("steps", perEpoch);
        requireAtLeastOne("stepsPerSelection", perSelection);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 1 or more");
        }
    }
}
