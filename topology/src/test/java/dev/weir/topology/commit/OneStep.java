package dev.weir.topology.commit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * One step in a topology of its own, without a broker: records go in, and what the step forwards is there to be looked at.
 * The driver commits after each record and after each passing of time, so what is done before a commit has been done.
 *
 * @param <T> what is remembered of a forwarded record, taken while it is valid
 */
public final class OneStep<K, T> implements AutoCloseable {

    private final Serde<K> keys;
    private final List<T> forwarded = new ArrayList<>();
    private boolean reopens;
    private final TopologyTestDriver driver;
    private final Path state;

    private <V, L> OneStep(
            List<String> topics,
            Serde<K> keys,
            ProcessorSupplier<K, byte[], L, V> step,
            Function<Record<L, V>, T> seen,
            Map<String, Object> more)
            throws IOException {
        this.keys = keys;
        this.state = Files.createTempDirectory("weir-step-test");
        Topology topology = new Topology();
        topology.addSource(
                "source", keys.deserializer(), Serdes.ByteArray().deserializer(), topics.toArray(String[]::new));
        topology.addProcessor("step", reopening(step), "source");
        ProcessorSupplier<L, V, Void, Void> end = () -> record -> forwarded.add(seen.apply(record));
        topology.addProcessor("end", end, "step");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "weir-step-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.putAll(more);
        this.driver = new TopologyTestDriver(topology, settings, Instant.EPOCH);
    }

    /** The step; where that was asked for, it is closed and started again in the same object before its next record. */
    private <V, L> ProcessorSupplier<K, byte[], L, V> reopening(ProcessorSupplier<K, byte[], L, V> step) {
        return StepStores.supplier(
                () -> {
                    Processor<K, byte[], L, V> inner = step.get();
                    return new Processor<K, byte[], L, V>() {
                        private @Nullable ProcessorContext<L, V> context;

                        @Override
                        public void init(ProcessorContext<L, V> started) {
                            context = started;
                            inner.init(started);
                        }

                        @Override
                        public void process(Record<K, byte[]> record) {
                            if (reopens && context != null) {
                                reopens = false;
                                inner.close();
                                inner.init(context);
                            }
                            inner.process(record);
                        }

                        @Override
                        public void close() {
                            inner.close();
                        }
                    };
                },
                Objects.requireNonNullElse(step.stores(), Set.of()));
    }

    /** Before the next record the step is closed and started again, as Kafka Streams does with a task after a crash. */
    public void reopen() {
        reopens = true;
    }

    /** A step that reads topics. */
    public static <K, L, V, T> OneStep<K, T> of(
            List<String> topics, Serde<K> keys, ProcessorSupplier<K, byte[], L, V> step, Function<Record<L, V>, T> seen)
            throws IOException {
        return of(topics, keys, step, seen, Map.of());
    }

    /** The same under further settings. */
    public static <K, L, V, T> OneStep<K, T> of(
            List<String> topics,
            Serde<K> keys,
            ProcessorSupplier<K, byte[], L, V> step,
            Function<Record<L, V>, T> seen,
            Map<String, Object> more)
            throws IOException {
        return new OneStep<>(topics, keys, step, seen, more);
    }

    /** A record arrives. */
    public void pipe(String topic, K key, byte[] value, Instant arrival) {
        pipe(topic, new TestRecord<>(key, value, new RecordHeaders(), arrival));
    }

    public void pipe(String topic, TestRecord<K, byte[]> record) {
        driver.createInputTopic(topic, keys.serializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    /** Time passes. */
    public void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** What was forwarded since this was last asked. */
    public List<T> forwarded() {
        List<T> taken = List.copyOf(forwarded);
        forwarded.clear();
        return taken;
    }

    /** What the step's counters say, those that are 0 left out. */
    public Map<String, Long> counters(String store) {
        Map<String, Long> counters = new TreeMap<>();
        try (KeyValueIterator<byte[], byte[]> entries =
                driver.<byte[], byte[]>getKeyValueStore(store).all()) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                counters.put(new String(entry.key, StandardCharsets.UTF_8), Counters.count(entry.value));
            }
        }
        return counters;
    }

    /** Entries of a store. */
    public int entries(String store) {
        int entries = 0;
        try (KeyValueIterator<byte[], byte[]> all =
                driver.<byte[], byte[]>getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    /** Ends; to be closed again does nothing. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(state)) {
            return;
        }
        driver.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
