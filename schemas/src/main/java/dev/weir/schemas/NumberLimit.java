package dev.weir.schemas;

/**
 * How large numbers from outside may be that are added up. A sum that leaves the range of a {@code long} would end the task
 * that adds it; below these limits that takes more calls than one window ever holds.
 */
public final class NumberLimit {

    /** Most tokens of one kind in one call; nine billion calls of so many fit into one sum. */
    public static final long MOST_TOKENS = 1_000_000_000L;

    /** Most judgements of one score. */
    public static final int MOST_JUDGEMENTS = 25;

    private NumberLimit() {}
}
