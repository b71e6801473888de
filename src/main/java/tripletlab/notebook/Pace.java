package tripletlab.notebook;

/** How often something is redrawn: seldom enough to cost little of the training's time. */
final class Pace {
    private static final int COST_FACTOR = 50;

    private final long leastNanos;
    private long next;
    private boolean begun;

    Pace(double leastSeconds) {
        leastNanos = (long) (leastSeconds * 1e9);
    }

    boolean isDue(long now) {
        return !begun || now - next >= 0;
    }

    /** Says that it was redrawn: again when that took at most a fiftieth of the time. */
    void drawn(long start, long end) {
        begun = true;
        next = end + Math.max(leastNanos, COST_FACTOR * (end - start));
    }
}
