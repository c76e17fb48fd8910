package dev.weir.topology.aggregate;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Cardinality limits of a day, in groups of keys. The keys of each rollup have limits of their own, so that one kind of key
 * takes no place from another.
 *
 * @param groups groups of a rollup a day in one partition, for the keys of a group are spread over all of them
 * @param keysPerGroup keys of one group a day
 * @param rollupOf the rollup that a key belongs to
 * @param groupOf the group of a key
 * @param always keys that are admitted whatever the caps say
 */
public record Caps(
        int groups,
        int keysPerGroup,
        UnaryOperator<String> rollupOf,
        UnaryOperator<String> groupOf,
        Overflow overflow,
        Predicate<String> always) {

    /** Caps of keys that all belong together. */
    public Caps(
            int groups, int keysPerGroup, UnaryOperator<String> groupOf, Overflow overflow, Predicate<String> always) {
        this(groups, keysPerGroup, key -> "", groupOf, overflow, always);
    }

    /** Name that stands for every name beyond a cap. */
    public static final String OTHER = "~other";

    /** Where a key beyond the caps is counted. */
    public interface Overflow {
        /**
         * The key that takes it.
         *
         * @param groupIsKnown false when its group is beyond the cap too
         * @param partition of the merge; part of the key, so that no two partitions write the same window
         */
        String of(String key, boolean groupIsKnown, int partition);
    }

    /**
     * The share of a group's keys that one partition admits: its part of the cap and four standard deviations of what falls to it by chance, so that
     * below the cap practically nothing overflows (less than once in ten thousand partitions and days).
     */
    static int share(int cap, int partitions) {
        if (partitions == 1) {
            return cap;
        }
        double mean = (double) cap / partitions;
        return (int) Math.min(cap, Math.ceil(mean + 4 * Math.sqrt(mean) + 4));
    }

    /** Most keys that all partitions together admit for one group and day. */
    public static long most(int cap, int partitions) {
        return (long) share(cap, partitions) * partitions;
    }
}
