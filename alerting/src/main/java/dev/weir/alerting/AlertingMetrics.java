package dev.weir.alerting;

import dev.weir.alerting.lifecycle.Transition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counters of the alerting topology. Conservation: {@code read = next + corrected + stale + progress + refused}, where
 * {@code read} are records of the window topics and the first three windows by {@code order}. After a crash the records of
 * the aborted transaction are read, and counted, again.
 */
public final class AlertingMetrics {

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter progress;
    private final Counter refused;
    private final Counter next;
    private final Counter corrected;
    private final Counter stale;

    public AlertingMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.read = registry.counter("weir.alerting.read");
        this.progress = registry.counter("weir.alerting.progress");
        this.refused = registry.counter("weir.alerting.refused");
        this.next = registry.counter("weir.alerting.windows", "order", "next");
        this.corrected = registry.counter("weir.alerting.windows", "order", "corrected");
        this.stale = registry.counter("weir.alerting.windows", "order", "stale");
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

    void windowNext() {
        next.increment();
    }

    void windowCorrected() {
        corrected.increment();
    }

    /** A window older than one that was read before, or a revision that was read before; nothing is decided on it. */
    void windowStale() {
        stale.increment();
    }

    void transition(Transition.Kind kind) {
        registry.counter("weir.alerting.transitions", "status", kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Records read and the ways they went, which add up to it. */
    public Totals totals() {
        return new Totals(count(read), count(next), count(corrected), count(stale), count(progress), count(refused));
    }

    /** The conservation equation's terms. */
    public record Totals(long read, long next, long corrected, long stale, long progress, long refused) {}

    private static long count(Counter counter) {
        return Math.round(counter.count());
    }
}
