package tripletlab.notebook;

/** How often something is redrawn: seldom enough to cost little of the training's time. */
final class Pace {
    private static final int COST_FACTOR = 20;
    private static final long MOST_NANOS = 30_000_000_000L;

    private final long leastNanos;
    private long next;
    private boolean begun;

    Pace(double leastSeconds) {
        leastNanos = (long) (leastSeconds * 1e9);
    }

    boolean isDue(long now) {
        return !begun || now - next >= 0;
    }

    /** Says that it was redrawn: again when that took at most a twentieth of the time. */
    void drawn(long start, long end) {
        // The first time is slow, because classes are loaded; it says nothing about the next.
        long pause = begun ? COST_FACTOR * (end - start) : 0;
        next = end + Math.max(leastNanos, Math.min(pause, MOST_NANOS));
        begun = true;
    }
}
