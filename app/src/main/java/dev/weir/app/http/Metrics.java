package dev.weir.app.http;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;

/**
 * What Prometheus scrapes at {@code /metrics}: Weir's own counters, the JVM, and the Kafka metrics that an operator acts
 * on. Kafka has some 260 families, most of them for its own developers; only the named ones pass.
 */
public final class Metrics implements Routes, AutoCloseable {

    private static final Set<String> KAFKA_PREFIXES = Set.of(
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.producer.record.send.total",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.total",
            "kafka.producer.txn.commit.time.ns.total",
            "kafka.producer.txn.abort.time.ns.total",
            "kafka.stream.client.state",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.thread.process.rate",
            "kafka.stream.thread.process.latency",
            "kafka.stream.thread.commit.latency",
            "kafka.stream.thread.commit.total",
            "kafka.stream.thread.poll.records",
            "kafka.stream.thread.blocked.time.ns.total",
            "kafka.stream.task.dropped.records");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /** Metrics of this JVM; the roles bind their own. */
    public Metrics() {
        registry.config()
                .meterFilter(MeterFilter.deny(id -> id.getName().startsWith("kafka.") && !isWanted(id.getName())));
        for (MeterBinder binder : List.of(
                garbage,
                new ClassLoaderMetrics(),
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics())) {
            binder.bindTo(registry);
        }
    }

    private static boolean isWanted(String name) {
        return KAFKA_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Where the modules register their counters. */
    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(registry.scrape()));
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
