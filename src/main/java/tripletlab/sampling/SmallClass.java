package tripletlab.sampling;

/** What a {@link BalancedBatchSampler} does with a class that has fewer than K items. */
public enum SmallClass {

    /** Refuses the dataset, so that every batch is exactly P classes × K items. */
    REJECT,

    /**
     * Takes what the class has, and fills the batch from further classes until it has P·K items;
     * the last of them may be cut short.
     *
     * <p>This is {@code sample_people} of D. Sandberg's <a
     * href="https://github.com/davidsandberg/facenet">facenet</a>, except that a class comes again
     * only after all others.
     */
    FILL
}
