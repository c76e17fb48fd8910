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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Calls that end now, at a steady rate, from a thread of its own until it is stopped. */
final class LiveLoad implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_TIME =
            TraceEvent.getClassSchema().getField("start_time").pos();
    private static final int ROUTE =
            TraceEvent.getClassSchema().getField("route").pos();

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final Clock clock = Clock.systemUTC();
    private final KafkaProducer<byte[], byte[]> producer;
    private final SeededCalls calls;
    private final SeededCalls probes;
    private final int callsPerTick;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long sent;

    LiveLoad(Cluster cluster, Data data, int callsPerSecond) {
        producer = cluster.producer();
        calls = new SeededCalls(data, Long.MAX_VALUE);
        probes = new SeededCalls(data, Long.MAX_VALUE);
        callsPerTick = callsPerSecond / TICKS_PER_SECOND;
        thread = new Thread(this::load, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void load() {
        long next = System.nanoTime();
        while (!stopped) {
            for (int i = 0; i < callsPerTick; i++) {
                send(calls.next().event(), clock.instant());
            }
            sent += callsPerTick;
            next += TICK_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Sends one call on a route of its own; returns when it ended. */
    Instant send(String route) {
        TraceEvent probe = probes.next().event();
        probe.put(ROUTE, route);
        Instant now = clock.instant();
        send(probe, now);
        return now;
    }

    private void send(TraceEvent event, Instant end) {
        event.put(START_TIME, end.minusNanos(event.getDurationMicros() * 1000L));
        byte[] key = event.getTraceId().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.TRACES.name(), key, codec.encode(Topics.TRACES, event)));
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
