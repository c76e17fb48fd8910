package dev.weir.topology.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * Evaluations whose call has not been read, in memory and as changes to be written. Each has a number of its own and a time
 * up to which it waits. About 500 bytes each; not thread-safe.
 */
final class WaitingEvaluations {

    private final Map<Long, List<Waiter>> byKey = new HashMap<>();
    private final SortedSet<Waiter> byTime =
            new TreeSet<>(Comparator.comparingLong(Waiter::until).thenComparingLong(Waiter::number));
    private final Map<Long, Waiter> added = new TreeMap<>();
    private final List<Long> removed = new ArrayList<>();
    private long nextNumber;

    /**
     * One that waits.
     *
     * @param until arrival time up to which every source has to have been read before it is given up, milliseconds
     */
    record Waiter(long number, long key, long until, PendingEvaluation asked) {}

    void add(long key, long until, PendingEvaluation asked) {
        Waiter waiter = new Waiter(nextNumber++, key, until, asked);
        put(waiter);
        added.put(waiter.number(), waiter);
    }

    private void put(Waiter waiter) {
        byKey.computeIfAbsent(waiter.key(), key -> new ArrayList<>(1)).add(waiter);
        byTime.add(waiter);
    }

    /** Those of a call that has come, in the order in which they came; they wait no more. */
    List<PendingEvaluation> take(long key) {
        List<Waiter> found = byKey.remove(key);
        if (found == null) {
            return List.of();
        }
        found.forEach(waiter -> {
            byTime.remove(waiter);
            noteRemoved(waiter);
        });
        return found.stream().map(Waiter::asked).toList();
    }

    /** Those that have waited to the end at a time; they wait no more. */
    List<PendingEvaluation> takeDue(long clock) {
        List<PendingEvaluation> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().until() <= clock) {
            due.add(takeFirst());
        }
        return due;
    }

    /** The one that would be given up next; it waits no more. */
    PendingEvaluation takeFirst() {
        Waiter first = byTime.first();
        byTime.remove(first);
        List<Waiter> ofKey = byKey.getOrDefault(first.key(), List.of());
        ofKey.remove(first);
        if (ofKey.isEmpty()) {
            byKey.remove(first.key());
        }
        noteRemoved(first);
        return first.asked();
    }

    private void noteRemoved(Waiter waiter) {
        if (added.remove(waiter.number()) == null) {
            removed.add(waiter.number());
        }
    }

    int size() {
        return byTime.size();
    }

    /** Gives what has come and what has gone since the last call. */
    void drain(BiConsumer<Long, Waiter> came, LongConsumer gone) {
        added.forEach(came);
        added.clear();
        removed.forEach(gone::accept);
        removed.clear();
    }

    /** Takes one back; in ascending order of numbers, before anything else. */
    void restore(Waiter waiter) {
        put(waiter);
        nextNumber = waiter.number() + 1;
    }
}
