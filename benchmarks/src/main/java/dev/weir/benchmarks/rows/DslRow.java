package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.SourceMarks;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.TimeWindowedDeserializer;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;

/**
 * What a careful user writes: {@link DslTopology} with exactly-once and otherwise default settings. A pass ends when every
 * call has been aggregated or dropped and the application has closed.
 */
final class DslRow implements Passes.Row {

    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(60);
    private static final String DROPPED = "dropped-records-total";

    @Override
    public Passes.Pass run(RowSpec spec, int number) throws Exception {
        Cluster cluster = new Cluster(spec.bootstrapServers(), spec.partitions());
        String application = "dsl-bench-" + spec.threads() + (spec.largeFetches() ? "-large-" : "-") + number;
        OutputTopics outputs = OutputTopics.of(application + "-");
        cluster.prepare(outputs.all());
        DslTopology topology = new DslTopology(outputs);
        SourceMarks marks;
        try (StateDirectory state = StateDirectory.create()) {
            Properties settings = settings(spec, application, state);
            marks = new SourceMarks(spec.calls());
            try (KafkaStreams streams = new KafkaStreams(topology.build(), settings)) {
                streams.start();
                awaitAll(spec, streams, topology, marks);
                if (!streams.close(CLOSE)) {
                    throw new IllegalStateException("not closed within " + CLOSE);
                }
            }
            marks.end();
        }
        Map<String, Long> bytes = new HashMap<>(cluster.logBytes(application + "-"));
        bytes.keySet().removeIf(topic -> topic.startsWith(OutputTopics.NAME));
        Map<Window, Sums> found = lastWord(cluster, outputs.minutes());
        cluster.delete(application + "-");
        Verdict verdict = new ExactCounts(spec.data(), spec.calls(), spec.partitions()).compare(found, true);
        return new Passes.Pass(marks.steady(), marks.whole(), TopicGroups.of(bytes), verdict);
    }

    private static Properties settings(RowSpec spec, String application, StateDirectory state) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, spec.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.path().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, spec.threads());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                Duration.ofHours(1).toMillis());
        settings.put("auto.offset.reset", "earliest");
        if (spec.largeFetches()) {
            settings.put("max.poll.records", 5_000);
            settings.put("max.partition.fetch.bytes", 8 << 20);
            settings.put("fetch.max.bytes", 64 << 20);
        }
        return settings;
    }

    /** Counts calls when they have gone through, not when they are polled: the repartition topic may run far ahead. */
    private static void awaitAll(RowSpec spec, KafkaStreams streams, DslTopology topology, SourceMarks marks) {
        long done = 0;
        while (done < spec.calls()) {
            if (streams.state() == KafkaStreams.State.ERROR) {
                throw new IllegalStateException("the application failed");
            }
            LockSupport.parkNanos(STEP.toNanos());
            long now = (topology.aggregated() + dropped(streams)) / DslTopology.WINDOWS_A_CALL;
            marks.read(now - done);
            done = now;
        }
    }

    private static long dropped(KafkaStreams streams) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(DROPPED))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    private static Map<Window, Sums> lastWord(Cluster cluster, Topic output) {
        Map<Window, Sums> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader(output);
                TimeWindowedDeserializer<String> windows = windows()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Windowed<String> window = windows.deserialize(record.topic(), record.key());
                    last.put(
                            new Window(
                                    window.key(), Tile.MINUTE, window.window().start()),
                            CallAggregate.fromBytes(record.value()).sums());
                }
            }
        }
        return last;
    }

    private static TimeWindowedDeserializer<String> windows() {
        Deserializer<Windowed<String>> windows = WindowedSerdes.timeWindowedSerdeFrom(
                        String.class, Tile.MINUTE.millis())
                .deserializer();
        return (TimeWindowedDeserializer<String>) windows;
    }
}
