package dev.weir.benchmarks.rows;

import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.App;
import dev.weir.app.run.Inputs;
import dev.weir.app.run.Role;
import dev.weir.benchmarks.measure.CpuSample;
import dev.weir.benchmarks.measure.RowResult;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.rows.LiveLoad.Probe;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.Tile;
import dev.weir.topology.query.Queries;
import dev.weir.topology.query.Question;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * From sending a call to the query that answers with it, on the live clock and under steady load. A probe every 100 ms is
 * a call of a series of its own, and each that is outstanding is asked for by its key, over and over, until its window has
 * it. The load has a process of its own; the thread that asks is in the product's, and its CPU time is told apart. The first
 * half of the time warms up: on two cores the compiler takes one of them for minutes.
 */
final class LatencyRow {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration GIVE_UP = Duration.ofSeconds(20);
    /** Every probe is a series of its own, far more than the cardinality limit of a tenant. */
    private static final String ROOM = "topology.cardinality.series_per_tenant=100000";

    private static final long BETWEEN_QUESTIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Queue<Probe> outstanding = new ConcurrentLinkedQueue<>();
    private final List<Long> latencies = new ArrayList<>();

    private long warm;

    RowResult run(RowSpec spec) throws Exception {
        try (StateDirectory state = StateDirectory.create()) {
            WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                    .load(
                            null,
                            Map.of(),
                            List.of(
                                    "kafka.bootstrap_servers=" + spec.bootstrapServers(),
                                    "topics.partitions=" + spec.partitions(),
                                    ROOM,
                                    "storage.directory=" + state.path()))
                    .config();
            App app = new App(
                    config,
                    Set.of(Role.TOPOLOGY),
                    Inputs.read(config.files()),
                    spec.bootstrapServers(),
                    System.err,
                    new SimpleMeterRegistry());
            try (app) {
                app.start(new HostInfo("127.0.0.1", 1));
                app.allRunning().get(START.toSeconds(), TimeUnit.SECONDS);
                return measure(spec, app.queries().orElseThrow());
            }
        }
    }

    private RowResult measure(RowSpec spec, Queries queries) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(spec.seconds());
        warm = begin + (end - begin) / 2;
        try (LoadProcess load = LoadProcess.start(spec, spec.asked() ? outstanding::add : probe -> {})) {
            askUntil(warm, queries);
            Times from = Times.now(spec, load);
            askUntil(end, queries);
            Times to = Times.now(spec, load);
            Span span = Span.between(from.product(), to.product(), to.sent() - from.sent());
            long last = System.nanoTime() + GIVE_UP.toNanos();
            while (!outstanding.isEmpty() && System.nanoTime() < last) {
                ask(queries);
            }
            List<String> lines = new ArrayList<>(List.of(costs(from, to, span)));
            if (spec.asked()) {
                lines.add(summary(span));
            }
            return new RowResult(span, span, Map.of(), null, lines);
        }
    }

    /**
     * CPU times so far, seconds but for the product's process.
     *
     * @param asking of the thread that asks, part of the product's process
     * @param sent calls
     */
    private record Times(CpuSample product, double asking, double broker, double load, long sent) {

        static Times now(RowSpec spec, LoadProcess load) {
            return new Times(
                    CpuSample.now(),
                    ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9,
                    cpuSeconds(spec.brokerPid()),
                    cpuSeconds(load.pid()),
                    load.sent());
        }

        private static double cpuSeconds(long pid) {
            return ProcessHandle.of(pid)
                            .flatMap(process -> process.info().totalCpuDuration())
                            .orElse(Duration.ZERO)
                            .toMillis()
                    / 1e3;
        }
    }

    private static String costs(Times from, Times to, Span span) {
        double millions = span.calls() / 1e6;
        double asking = (to.asking() - from.asking()) / millions;
        double seconds = (to.product().wallNanos() - from.product().wallNanos()) / 1e9;
        double broker = (to.broker() - from.broker()) / millions;
        double product = span.cpuPerMillion() - asking;
        return String.format(
                Locale.ROOT,
                "CPU s/M at %.0f calls/s: product %.1f (%.1f of it JIT, %.1f GC), questions %.1f, broker %.1f, load %.1f;"
                        + " product and broker %.3f cores",
                span.callsPerSecond(),
                product,
                span.jitPerMillion(),
                span.gcPerMillion(),
                asking,
                broker,
                (to.load() - from.load()) / millions,
                (product + broker) * millions / seconds);
    }

    private void askUntil(long nanos, Queries queries) {
        while (System.nanoTime() < nanos) {
            ask(queries);
        }
    }

    /** Asks once for each probe that is outstanding. */
    private void ask(Queries queries) {
        outstanding.removeIf(probe -> {
            boolean found = isCounted(queries, probe);
            if (found && counts(probe)) {
                latencies.add(System.nanoTime() - probe.sentNanos());
            }
            return found;
        });
        LockSupport.parkNanos(BETWEEN_QUESTIONS_NANOS);
    }

    private boolean counts(Probe probe) {
        return probe.sentNanos() >= warm;
    }

    /** Whether a window has the probe. */
    private static boolean isCounted(Queries queries, Probe probe) {
        Map<Dimension, String> series = Map.of(
                Dimension.TENANT, LiveLoad.PROBES,
                Dimension.ROUTE, probe.route(),
                Dimension.MODEL, probe.model(),
                Dimension.VERSION, probe.version());
        return !queries.windows(Question.ofSeries(
                        series,
                        probe.sentAt().minusSeconds(60).toEpochMilli(),
                        probe.sentAt().plusSeconds(60).toEpochMilli(),
                        Tile.MINUTE.millis()))
                .rows()
                .isEmpty();
    }

    private String summary(Span span) {
        latencies.sort(null);
        long unanswered = outstanding.stream().filter(this::counts).count();
        return String.format(
                Locale.ROOT,
                "call to queryable window at %.0f calls/s: p50 %s, p99 %s; %d probes answered, %d not within %d s",
                span.callsPerSecond(),
                millis(0.5),
                millis(0.99),
                latencies.size(),
                unanswered,
                GIVE_UP.toSeconds());
    }

    private String millis(double quantile) {
        @Nullable
        Long nanos = latencies.isEmpty() ? null : latencies.get((int) Math.floor(quantile * (latencies.size() - 1)));
        return nanos == null ? "none" : TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
    }
}
