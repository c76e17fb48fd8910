package dev.weir.judge;

import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What becomes of tasks. Conservation, at any time no task is between two states:
 * {@code received = scored + failed + dead lettered + released + in flight}. Thread-safe.
 */
final class JudgeMetrics {

    /** How a task's lease ended. */
    enum End {
        SCORED,
        FAILED,
        DEAD_LETTERED,
        RELEASED
    }

    private static final String TASKS = "weir.judge.tasks";

    private final MeterRegistry registry;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong[] ends = new AtomicLong[End.values().length];
    private final Counter receivedMeter;
    private final Counter[] endMeters = new Counter[End.values().length];

    JudgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.receivedMeter = Counter.builder("weir.judge.tasks.received")
                .description("Leases of judge tasks taken")
                .register(registry);
        for (End end : End.values()) {
            ends[end.ordinal()] = new AtomicLong();
            endMeters[end.ordinal()] = Counter.builder(TASKS)
                    .description("Leases of judge tasks by how they ended")
                    .tag("end", end.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("weir.judge.tasks.in.flight", inFlight, AtomicLong::get)
                .description("Leases of judge tasks not ended")
                .register(registry);
    }

    void received() {
        received.incrementAndGet();
        inFlight.incrementAndGet();
        receivedMeter.increment();
    }

    void ended(End end) {
        inFlight.decrementAndGet();
        ends[end.ordinal()].incrementAndGet();
        endMeters[end.ordinal()].increment();
    }

    void posted(Score score) {
        ScoreStatus status = score.getStatus();
        registry.counter("weir.judge.scores", "evaluator", score.getEvaluatorId(), "status", status.name())
                .increment();
        if (score.getJudgeLatencyMicros() != null) {
            Timer.builder("weir.judge.latency")
                    .tag("evaluator", score.getEvaluatorId())
                    .register(registry)
                    .record(Duration.ofNanos(score.getJudgeLatencyMicros() * 1_000));
        }
        if (score.getJudgeCostNanoUsd() != null) {
            registry.counter("weir.judge.cost.nano.usd", "evaluator", score.getEvaluatorId())
                    .increment(score.getJudgeCostNanoUsd());
        }
    }

    void attempted(String evaluatorId) {
        registry.counter("weir.judge.attempts", "evaluator", evaluatorId).increment();
    }

    void postingFailed(String error) {
        registry.counter("weir.judge.posting.failures", "error", error).increment();
    }

    JudgeCounts counts() {
        return new JudgeCounts(
                received.get(),
                of(End.SCORED),
                of(End.FAILED),
                of(End.DEAD_LETTERED),
                of(End.RELEASED),
                inFlight.get());
    }

    private long of(End end) {
        return ends[end.ordinal()].get();
    }
}
