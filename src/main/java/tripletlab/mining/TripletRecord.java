package tripletlab.mining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Writes down the triplets that a miner takes. Anchors may be mined by several threads. */
final class TripletRecord {

    private final List<List<Taken>> ofAnchors; // (B)

    private record Taken(int anchor, int positive, int negative) {}

    TripletRecord(int size) {
        this.ofAnchors =
                Stream.generate(() -> (List<Taken>) new ArrayList<Taken>()).limit(size).toList();
    }

    void add(int anchor, int positive, int negative) {
        ofAnchors.get(anchor).add(new Taken(anchor, positive, negative));
    }

    /** In order of anchor, positive and negative. */
    Triplets triplets() {
        Comparator<Taken> order =
                Comparator.comparingInt(Taken::positive).thenComparingInt(Taken::negative);
        List<Taken> all =
                ofAnchors.stream().flatMap(taken -> taken.stream().sorted(order)).toList();
        return new Triplets(
                column(all, Taken::anchor),
                column(all, Taken::positive),
                column(all, Taken::negative));
    }

    private static int[] column(List<Taken> all, ToIntFunction<Taken> item) {
        return all.stream().mapToInt(item).toArray();
    }
}
