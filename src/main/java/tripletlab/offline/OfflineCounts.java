package tripletlab.offline;

/**
 * What offline mining has done so far, to compare it with other ways at equal work.
 *
 * @param samples how many times items were sampled and embedded
 * @param withoutTriplet how many of these samples held no triplet to select
 * @param embedded how many items were embedded to select from them
 * @param selected how many triplets were selected, trained on or not
 */
public record OfflineCounts(long samples, long withoutTriplet, long embedded, long selected) {

    OfflineCounts plusSample(int items, int triplets) {
        return new OfflineCounts(
                samples + 1,
                withoutTriplet + (triplets == 0 ? 1 : 0),
                embedded + items,
                selected + triplets);
    }
}
