package dev.weir.benchmarks.rows;

import dev.weir.app.run.StreamsRun;
import dev.weir.app.run.StreamsSettings;
import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.SourceMarks;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.sampling.SamplingConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The product as it is run: the measuring topology, exactly once, production settings, all aggregates on. A pass ends
 * when every partition of the series and the spend windows says that it has ended.
 */
final class ProductRow implements Passes.Row {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<Topic> OUTPUTS = List.of(Topics.WINDOW_STATS, Topics.WINDOW_SPEND);

    /** A progress marker has at most 21 bytes, a window at least 60: only what may be one is decoded while measuring. */
    private static final int LONGEST_PROGRESS_BYTES = 32;

    /** At a thousand calls a second a judge answers for about one of them: a judged call costs a decoded text and a task. */
    private static final SamplingConfig ONE_IN_A_THOUSAND =
            new SamplingConfig("bench", 0.001, 0.001, 0.001, 0.001, Duration.ofSeconds(30), 0.001, Map.of(), 0);

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());

    @Override
    public Passes.Pass run(RowSpec spec, int number) throws Exception {
        Cluster cluster = new Cluster(spec.bootstrapServers(), spec.partitions());
        String application = "weir-bench-" + spec.threads() + (spec.largeFetches() ? "-large-" : "-") + number;
        List<byte[]> windows;
        SourceMarks marks;
        try (StateDirectory state = StateDirectory.create()) {
            Properties settings = settings(spec, application, state.path());
            List<KafkaConsumer<byte[], byte[]>> outputs =
                    OUTPUTS.stream().map(topic -> atEnd(cluster, topic)).toList();
            marks = new SourceMarks(spec.calls());
            try (StreamsRun run = new StreamsRun(
                    topology(spec).build(settings),
                    settings,
                    new CountingClients(Topics.TRACES.name(), marks),
                    Clock.systemUTC())) {
                run.start();
                windows = awaitEnd(run, outputs, spec.partitions());
            } finally {
                outputs.forEach(KafkaConsumer::close);
            }
            marks.end();
        }
        Map<String, Long> bytes = TopicGroups.of(cluster.logBytes(application + "-"));
        cluster.delete(application + "-");
        Verdict verdict =
                new ExactCounts(spec.data(), spec.calls(), spec.partitions()).compare(lastWord(windows), false);
        return new Passes.Pass(marks.steady(), marks.whole(), bytes, verdict);
    }

    private MonitoringTopology topology(RowSpec spec) {
        return new MonitoringTopology(
                MonitoringConfig.DEFAULT.withClock(ArrivalClock.RECORDED).withSampling(ONE_IN_A_THOUSAND),
                codec,
                PriceBooks.bundled(),
                RuleDemands.NONE,
                SourceProgress.NEVER,
                spec.partitions());
    }

    /** Production settings; only the purge of repartition topics waits, so that their logs can be weighed. */
    private static Properties settings(RowSpec spec, String application, Path state) {
        Properties settings = new StreamsSettings(
                        application, spec.bootstrapServers(), state, "", spec.threads(), 0, Map.of())
                .catchingUpInLargeSteps()
                .toProperties();
        settings.put("repartition.purge.interval.ms", Duration.ofHours(1).toMillis());
        if (!spec.largeFetches()) {
            List.of("max.poll.records", "max.partition.fetch.bytes", "fetch.max.bytes")
                    .forEach(key -> settings.remove(StreamsConfig.consumerPrefix(key)));
            settings.remove(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        }
        return settings;
    }

    private static KafkaConsumer<byte[], byte[]> atEnd(Cluster cluster, Topic topic) {
        KafkaConsumer<byte[], byte[]> consumer = cluster.reader(topic);
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        return consumer;
    }

    /** Waits for the end of all outputs; returns the values of the first. */
    private List<byte[]> awaitEnd(StreamsRun run, List<KafkaConsumer<byte[], byte[]>> outputs, int partitions) {
        List<byte[]> windows = new ArrayList<>();
        Set<TopicPartition> ended = new HashSet<>();
        while (ended.size() < outputs.size() * partitions) {
            if (!run.isHealthy()) {
                throw new IllegalStateException(
                        "the application is " + run.streams().state() + ": expected it to run");
            }
            for (KafkaConsumer<byte[], byte[]> output : outputs) {
                for (ConsumerRecord<byte[], byte[]> record : output.poll(POLL)) {
                    if (isEnd(record.value())) {
                        ended.add(new TopicPartition(record.topic(), record.partition()));
                    } else if (record.topic().equals(Topics.WINDOW_STATS.name())) {
                        windows.add(record.value());
                    }
                }
            }
        }
        return windows;
    }

    private boolean isEnd(byte[] value) {
        return value.length <= LONGEST_PROGRESS_BYTES
                && codec.decodeAny(value) instanceof Progress progress
                && progress.getEnded();
    }

    private Map<Window, Sums> lastWord(List<byte[]> values) {
        Map<Window, Sums> last = new HashMap<>();
        for (byte[] value : values) {
            if (codec.decodeAny(value) instanceof WindowStats stats) {
                String series = SeriesKey.of(stats).text();
                last.put(
                        new Window(
                                series,
                                Tile.ofWireName(stats.getTile()),
                                stats.getWindowStart().toEpochMilli()),
                        new Sums(stats.getCalls(), stats.getInputTokens(), stats.getOutputTokens()));
            }
        }
        return last;
    }
}
