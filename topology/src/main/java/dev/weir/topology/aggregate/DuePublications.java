package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.Openness.Early;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What one commit publishes, at its frontier. Not thread-safe. */
final class DuePublications<A extends Mergeable<A>> {

    private final Slices<A> slices;
    private final Openness<A> openness;
    private final PendingCorrections<A> waiting;
    private final long clock;
    private final Consumer<Published<A>> publish;

    /** @param clock the common frontier, milliseconds since the epoch */
    DuePublications(
            Slices<A> slices,
            Openness<A> openness,
            PendingCorrections<A> waiting,
            long clock,
            Consumer<Published<A>> publish) {
        this.slices = slices;
        this.openness = openness;
        this.waiting = waiting;
        this.clock = clock;
        this.publish = publish;
    }

    /** The windows of a slice that has closed, all of which are in memory. */
    void closed(Slice<A> slice) {
        for (LiveWindow<A> window : slice.live.values()) {
            if (window.state.isOpen() || openness.isRunning(window.key.key())) {
                publish(window);
            }
        }
    }

    /** Those windows of an open slice that are complete. All of the slice are in memory. */
    void complete(Slice<A> slice, Predicate<A> isComplete) {
        for (LiveWindow<A> window : slice.live.values()) {
            if (window.state.isOpen() && isComplete.test(window.state.aggregate())) {
                publish(window);
            }
        }
    }

    /**
     * Late partials: a window that is new in a closed slice is published at once, the correction of a published one is pending.
     * What is published goes in order of time: a rule that hears of a minute after the next one takes it for an old one.
     */
    void corrected() {
        List<LiveWindow<A>> due = new ArrayList<>();
        for (LiveWindow<A> window : slices.touched()) {
            if (window.state.isOpen()) {
                if (window.slice.closed || isCompleteEarly(window) || openness.isRunning(window.key.key())) {
                    due.add(window);
                }
            } else if (window.state.isCorrected() && !window.waits) {
                waiting.make(window);
            }
        }
        due.sort(Comparator.comparingLong((LiveWindow<A> window) -> window.slice.end())
                .thenComparing(window -> window.slice.tile));
        due.forEach(this::publish);
    }

    private boolean isCompleteEarly(LiveWindow<A> window) {
        Early<A> early = openness.early();
        return window.slice.early && early != null && early.complete().test(window.state.aggregate());
    }

    /** Corrections whose time has come; all of them at the end of the input. */
    void pending(boolean all) {
        LiveWindow<A> due = waiting.take(clock, all);
        while (due != null) {
            publish(due);
            due = waiting.take(clock, all);
        }
    }

    private void publish(LiveWindow<A> window) {
        window.state.publish(clock);
        slices.touch(window);
        long asOf = window.slice.closed ? Math.max(clock, window.slice.end()) : clock;
        publish.accept(new Published<>(window.key, window.state.revision(), asOf, window.state.aggregate()));
    }
}
