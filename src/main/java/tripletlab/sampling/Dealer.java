package tripletlab.sampling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Deals the batches of one dataset: first the classes, then the items of each. */
final class Dealer {

    private final Deck classes;
    private final List<Deck> items = new ArrayList<>();

    /** Takes the arrays over. */
    Dealer(Collection<int[]> itemsOfClasses, long seed) {
        Random random = new Random(seed); // specified to the bit, so the same on every machine
        classes = new Deck(IntStream.range(0, itemsOfClasses.size()).toArray(), random);
        itemsOfClasses.forEach(indices -> items.add(new Deck(indices, random)));
    }

    /** Takes up to {@code perClass} items of one class after another until the batch is full. */
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
