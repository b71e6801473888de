package tripletlab.training;

/** What can go wrong with a training on triplets, and what to try. */
enum Trouble {
    COLLAPSE(
            "The embeddings collapse: all of them move to one point.",
            "SemiHardMiner or BatchAllMiner for the first epochs: the hardest triplets pull hardest"
                    + " towards one point",
            "a smaller learning rate, which may only delay it"),
    STUCK(
            "Nothing is learned: the loss stays where it began, and negatives are no farther than"
                    + " positives.",
            "a learning rate ten times as large, and one ten times as small",
            "a look at a few images with their labels",
            "more than one image of a class in a batch, as BalancedBatchSampler gives"),
    NORM_GROWS(
            "The embeddings grow without bound before they are scaled to length one, so that their"
                    + " gradient vanishes.",
            "a smaller learning rate",
            "L2Regularization"),
    NORM_SHRINKS(
            "The embeddings shrink to nothing before they are scaled to length one.",
            "a smaller learning rate",
            "less L2 regularization");

    private final String meaning;
    private final String[] remedies;

    Trouble(String meaning, String... remedies) {
        this.meaning = meaning;
        this.remedies = remedies;
    }

    String meaning() {
        return meaning;
    }

    String remedies() {
        return String.join("; ", remedies);
    }
}
