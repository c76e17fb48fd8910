package dev.weir.alerting;

import dev.weir.alerting.lifecycle.Transition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;

/**
 * Counters of the alerting topology. Conservation: {@code read = next + late + corrected + stale + unwatched + progress +
 * refused}, where {@code read} are records of the window topics and the first five windows by {@code order}. After a crash the records of
 * the aborted transaction are read, and counted, again.
 */
public final class AlertingMetrics {

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter progress;
    private final Counter refused;
    private final Counter next;
    private final Counter late;
    private final Counter corrected;
    private final Counter stale;
    private final Counter unwatched;

    public AlertingMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.read = registry.counter("weir.alerting.read");
        this.progress = registry.counter("weir.alerting.progress");
        this.refused = registry.counter("weir.alerting.refused");
        this.next = registry.counter("weir.alerting.windows", "order", "next");
        this.late = registry.counter("weir.alerting.windows", "order", "late");
        this.corrected = registry.counter("weir.alerting.windows", "order", "corrected");
        this.stale = registry.counter("weir.alerting.windows", "order", "stale");
        this.unwatched = registry.counter("weir.alerting.windows", "order", "unwatched");
    }

    void recordRead() {
        read.increment();
    }

    void recordProgress() {
        progress.increment();
    }

    void recordRefused() {
        refused.increment();
    }

    /**
     * A window that a rule watches.
     *
     * @param order how it stands to those before; empty: it has been read before, or is too old to tell, and nothing is
     *     decided on it
     */
    void window(Optional<WindowOrder> order) {
        if (order.isEmpty()) {
            stale.increment();
            return;
        }
        switch (order.get()) {
            case NEXT -> next.increment();
            case LATE -> late.increment();
            case RESTATES_NEWEST, RESTATES_OLDER -> corrected.increment();
        }
    }

    /** A window that no rule watches. */
    void windowUnwatched() {
        unwatched.increment();
    }

    void transition(Transition.Kind kind) {
        registry.counter("weir.alerting.transitions", "status", kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Records read and the ways they went, which add up to it. */
    public Totals totals() {
        return new Totals(
                count(read),
                count(next),
                count(late),
                count(corrected),
                count(stale),
                count(unwatched),
                count(progress),
                count(refused));
    }

    /** The conservation equation's terms. */
    public record Totals(
            long read, long next, long late, long corrected, long stale, long unwatched, long progress, long refused) {}

    private static long count(Counter counter) {
        return Math.round(counter.count());
    }
}
