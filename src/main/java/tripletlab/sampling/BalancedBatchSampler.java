package tripletlab.sampling;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import tripletlab.data.ClassItems;

/**
 * Makes batches of P classes × K items each, so that every item of a batch has K − 1 positives and
 * (P − 1)·K negatives.
 *
 * <pre>{@code
 * Mnist train = Mnist.builder()
 *         .optRepository(MnistData.repository())
 *         .optUsage(Dataset.Usage.TRAIN)
 *         .setSampling(new BalancedBatchSampler(10, 4, 100, 1))
 *         .build();
 * }</pre>
 *
 * <p>Classes are dealt like the cards of a shuffled deck, and so are the items of each class: after
 * any number of batches two classes have been used equally often or one of them once more, and so
 * have two items of one class. No batch holds an item twice. The items of a class lie side by side.
 *
 * <p>A dataset's labels are read when it is first sampled, as they are before any target transform;
 * a later change of the dataset goes unseen. Each dataset has decks of its own, shuffled from the
 * seed, so what a dataset gets does not depend on others that share the sampler. Every call of
 * {@link #sample} goes on where the dataset's decks are; two iterators of one dataset deal from the
 * same decks in the order in which they are asked. Not for several threads at once.
 *
 * <p>A. Hermans, L. Beyer, B. Leibe: <i>In Defense of the Triplet Loss for Person
 * Re-Identification</i>, arXiv 1703.07737, 2017, section 2.
 */
public final class BalancedBatchSampler implements Sampler, Resumable {

    private static final int NAMED = 10; // small classes in a message

    private final int classesPerBatch;
    private final int itemsPerClass;
    private final int batches;
    private final long seed;
    private final SmallClass smallClass;
    private final int batchSize;
    private final Map<RandomAccessDataset, Dealer> dealers = new WeakHashMap<>();
    private long dealtBefore; // by another run, which this one resumes
    private long dealt;

    /** Refuses datasets with a class of fewer than K items: {@link SmallClass#REJECT}. */
    public BalancedBatchSampler(int classesPerBatch, int itemsPerClass, int batches, long seed) {
        this(classesPerBatch, itemsPerClass, batches, seed, SmallClass.REJECT);
    }

    /**
     * Says what is done with a class of fewer than K items.
     *
     * @param classesPerBatch P, at least 1
     * @param itemsPerClass K, at least 1
     * @param batches how many batches an epoch has, at least 1
     * @param seed the same seed gives the same epochs, on every machine
     * @param smallClass whether such a dataset is refused or its batches are filled up
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public BalancedBatchSampler(
            int classesPerBatch, int itemsPerClass, int batches, long seed, SmallClass smallClass) {
        this.classesPerBatch = requireAtLeast("classesPerBatch", classesPerBatch, 1);
        this.itemsPerClass = requireAtLeast("itemsPerClass", itemsPerClass, 1);
        this.batches = requireAtLeast("batches", batches, 1);
        this.seed = seed;
        this.smallClass = requireNonNull("smallClass", smallClass);
        require(
                (long) classesPerBatch * itemsPerClass <= Integer.MAX_VALUE,
                "classesPerBatch is %d and itemsPerClass is %d, expected a product of at most %d",
                classesPerBatch,
                itemsPerClass,
                Integer.MAX_VALUE);
        this.batchSize = classesPerBatch * itemsPerClass;
    }

    /**
     * Starts the next epoch.
     *
     * @param dataset has one label for each item, a scalar or (1), of any integer or floating-point
     *     type; prepared here, unless it was
     * @return the batches, each of them dealt when it is asked for
     * @throws IllegalArgumentException if the labels are not so, or the classes do not suffice,
     *     with the counts
     * @throws java.io.UncheckedIOException if the labels cannot be read
     */
    @Override
    public Iterator<List<Long>> sample(RandomAccessDataset dataset) {
        Dealer dealer = dealers.computeIfAbsent(requireNonNull("dataset", dataset), this::dealer);
        return new Iterator<>() {
            private int left = batches;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public List<Long> next() {
                if (left == 0) {
                    throw new NoSuchElementException("all " + batches + " batches are dealt");
                }
                left--;
                dealt++;
                return dealer.deal(batchSize, itemsPerClass);
            }
        };
    }

    /** {@return P·K, the number of items in every batch} */
    @Override
    public int getBatchSize() {
        return batchSize;
    }

    @Override
    public long seed() {
        return seed;
    }

    /** {@return how many batches were dealt to all datasets; one to be resumed serves one} */
    @Override
    public long position() {
        return dealtBefore + dealt;
    }

    /**
     * Goes on as if so many batches had been dealt. They are dealt again and laid aside, which
     * reads no item.
     *
     * @param position how many batches, 0 or more
     * @throws IllegalArgumentException if it is below 0
     * @throws IllegalStateException if this sampler has dealt a batch
     */
    @Override
    public void resume(long position) {
        require(position >= 0, "position is %d, expected 0 or more batches", position);
        if (dealt > 0) {
            throw new IllegalStateException(
                    "this sampler has dealt " + dealt + " batches; resume a new one");
        }
        dealtBefore = position;
        dealers.clear();
    }

    private Dealer dealer(RandomAccessDataset dataset) {
        Map<Number, int[]> items = ClassItems.of(dataset);
        if (smallClass == SmallClass.REJECT) {
            requireFullClasses(items);
        } else {
            requireEnoughItems(items);
        }
        Dealer dealer = new Dealer(items.values(), seed);
        for (long i = 0; i < dealtBefore; i++) {
            dealer.deal(batchSize, itemsPerClass);
        }
        return dealer;
    }

    private void requireFullClasses(Map<Number, int[]> items) {
        List<String> small =
                items.entrySet().stream()
                        .filter(ofClass -> ofClass.getValue().length < itemsPerClass)
                        .map(c -> "class " + c.getKey() + " has " + c.getValue().length)
                        .toList();
        require(
                small.isEmpty(),
                "itemsPerClass is %d, but %d of %d classes have fewer items: %s; take fewer items,"
                        + " leave these classes out, or use SmallClass.FILL",
                itemsPerClass,
                small.size(),
                items.size(),
                String.join(", ", small.subList(0, Math.min(NAMED, small.size())))
                        + (small.size() > NAMED ? ", …" : ""));
        require(
                items.size() >= classesPerBatch,
                "classesPerBatch is %d, but the dataset has %d classes",
                classesPerBatch,
                items.size());
    }

    private void requireEnoughItems(Map<Number, int[]> items) {
        long most = items.values().stream().mapToLong(i -> Math.min(i.length, itemsPerClass)).sum();
        require(
                most >= batchSize,
                "classesPerBatch × itemsPerClass is %d × %d = %d items, but the %d"
                        + " classes of the dataset, each with up to %2$d, have %d",
                classesPerBatch,
                itemsPerClass,
                batchSize,
                items.size(),
                most);
    }

    /** Deals the batches of one dataset: first the classes, then the items of each. */
    private static final class Dealer {

        private final Deck classes;
        private final List<Deck> items = new ArrayList<>();

        Dealer(Collection<int[]> itemsOfClasses, long seed) {
            Random random = new Random(seed); // specified to the bit, so the same on every machine
            classes = new Deck(IntStream.range(0, itemsOfClasses.size()).toArray(), random);
            itemsOfClasses.forEach(indices -> items.add(new Deck(indices, random)));
        }

        /** Takes up to {@code perClass} items of one class after another until it is full. */
        List<Long> deal(int batchSize, int perClass) {
            List<Long> batch = new ArrayList<>(batchSize);
            classes.newHand();
            while (batch.size() < batchSize) {
                Deck deck = items.get(classes.next());
                int count = Math.min(Math.min(perClass, deck.size()), batchSize - batch.size());
                deck.newHand();
                for (int i = 0; i < count; i++) {
                    batch.add((long) deck.next());
                }
            }
            return batch;
        }
    }
}
