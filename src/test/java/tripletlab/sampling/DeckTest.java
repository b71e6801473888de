package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeckTest {

    private static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void dealsEvenlyAndNoCardTwiceToAHand(long seed) {
        Random sizes = new Random(seed);
        int size = 1 + sizes.nextInt(12);
        Deck deck = deck(size, seed);
        int[] uses = new int[size];
        for (int hand = 0; hand < 50; hand++) {
            deck.newHand();
            Set<Integer> cards = new HashSet<>();
            for (int left = sizes.nextInt(size + 1); left > 0; left--) {
                int card = deck.next();
                assertTrue(cards.add(card), "twice in a hand: " + card);
                uses[card]++;
                int spread =
                        Arrays.stream(uses).max().orElse(0) - Arrays.stream(uses).min().orElse(0);
                assertTrue(spread <= 1, Arrays.toString(uses));
            }
        }
    }

    @Test
    void everyOrderComesEquallyOften() {
        int[] orders = new int[3 * 3 * 3];
        int rounds = 60_000;
        Deck deck = deck(3, 1);
        for (int i = 0; i < rounds; i++) {
            deck.newHand();
            orders[9 * deck.next() + 3 * deck.next() + deck.next()]++;
        }
        int[] seen = Arrays.stream(orders).filter(count -> count > 0).toArray();
        assertEquals(6, seen.length);
        for (int count : seen) {
            assertEquals(rounds / 6.0, count, 5 * Math.sqrt(rounds / 6.0)); // 5 sigma
        }
    }

    @Test
    void everyPairComesEquallyOftenAcrossTheShuffle() {
        int[] pairs = new int[5 * 5];
        int rounds = 60_000;
        Deck deck = deck(5, 2);
        for (int i = 0; i < rounds; i++) {
            deck.newHand();
            pairs[5 * deck.next() + deck.next()]++;
        }
        for (int pair = 0; pair < pairs.length; pair++) {
            double expected = pair % 6 == 0 ? 0 : rounds / 20.0; // 0, 6, 12, …: the diagonal
            assertEquals(expected, pairs[pair], 5 * Math.sqrt(expected));
        }
    }

    private static Deck deck(int size, long seed) {
        return new Deck(IntStream.range(0, size).toArray(), new Random(seed));
    }
}
