package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.Data;
import dev.weir.benchmarks.calls.SeededCalls;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Calls that end now, at a steady rate, from a thread of its own until it is stopped; every tenth of a second one of them
 * is a probe, on a route of its own.
 */
final class LiveLoad implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TICKS_PER_SECOND = 100;
    private static final int TICKS_PER_PROBE = 10;
    private static final int START_TIME =
            TraceEvent.getClassSchema().getField("start_time").pos();
    /** Tenant of the probes, so that their routes fill nobody's cap. */
    static final String PROBES = "probes";

    private static final int TENANT =
            TraceEvent.getClassSchema().getField("tenant").pos();
    private static final int ROUTE =
            TraceEvent.getClassSchema().getField("route").pos();

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final Clock clock = Clock.systemUTC();
    private final KafkaProducer<byte[], byte[]> producer;
    private final SeededCalls calls;
    private final Consumer<Probe> onProbe;
    private final int callsPerTick;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long sent;

    /** A call on a route of its own, with the parts of its series and the time it ended and was sent. */
    record Probe(String route, String model, String version, Instant sentAt, long sentNanos) {}

    /** @param onProbe is told of every probe as it is sent, by the load's own thread */
    LiveLoad(Cluster cluster, Data data, int callsPerSecond, Consumer<Probe> onProbe) {
        producer = cluster.producer();
        calls = new SeededCalls(data, Long.MAX_VALUE);
        this.onProbe = onProbe;
        callsPerTick = callsPerSecond / TICKS_PER_SECOND;
        thread = new Thread(this::load, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void load() {
        long next = System.nanoTime();
        for (int tick = 0; !stopped; tick++) {
            for (int i = 0; i < callsPerTick; i++) {
                send(calls.next().event(), clock.instant());
            }
            if (tick % TICKS_PER_PROBE == 0) {
                probe("probe-" + tick / TICKS_PER_PROBE);
            }
            sent += callsPerTick;
            next += TICK_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void probe(String route) {
        TraceEvent event = calls.next().event();
        event.put(TENANT, PROBES);
        event.put(ROUTE, route);
        Probe probe =
                new Probe(route, event.getRequestModel(), event.getPromptVersion(), clock.instant(), System.nanoTime());
        send(event, probe.sentAt());
        onProbe.accept(probe);
    }

    private void send(TraceEvent event, Instant end) {
        event.put(START_TIME, end.minusNanos(event.getDurationMicros() * 1000L));
        byte[] key = event.getTraceId().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.TRACES.name(), key, codec.encode(Topics.TRACES, event)));
    }

    /** How many calls have been sent, probes not counted. */
    long sent() {
        return sent;
    }

    /** Stops; returns how many calls were sent, probes not counted. */
    long stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        producer.close();
    }
}
