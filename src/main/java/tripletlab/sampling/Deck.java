package tripletlab.sampling;

import java.util.Random;

/**
 * Cards that are dealt in random order and shuffled again when all are out. At any moment two cards
 * have been dealt equally often or one of them once more, and no hand holds a card twice.
 */
final class Deck {

    private final int[] cards;
    private final Random random;
    private int dealt; // cards before this place are out, those from it on are still to come
    private int hand; // cards in the hand that is being dealt
    private int held; // cards at the end that this hand has from before the shuffle

    /** Takes the array over; the deck shuffles while it deals, as Fisher and Yates do. */
    Deck(int[] cards, Random random) {
        this.cards = cards;
        this.random = random;
    }

    int size() {
        return cards.length;
    }

    void newHand() {
        hand = 0;
        held = 0;
    }

    /** Deals one more card to the hand, which holds fewer than {@link #size} of them. */
    int next() {
        if (dealt == cards.length) {
            dealt = 0;
            held = hand; // all of the hand came last, so it lies at the end
        }
        int pick = dealt + random.nextInt(cards.length - held - dealt);
        int card = cards[pick];
        cards[pick] = cards[dealt];
        cards[dealt] = card;
        dealt++;
        hand++;
        return card;
    }
}
