package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.SourceMarks;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The rows without Streams: one consumer thread that polls, decodes, or decodes and aggregates in memory. */
final class ReadingRow implements Passes.Row {

    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public Passes.Pass run(RowSpec spec, int number) {
        return switch (spec.kind()) {
            case POLL -> read(spec, value -> {});
            case DECODE -> decode(spec);
            case LIMIT -> aggregate(spec);
            case DSL, PRODUCT, FLINK, LATENCY ->
                throw new IllegalArgumentException(spec.kind() + " is no bare reading loop");
        };
    }

    private static Passes.Pass decode(RowSpec spec) {
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        return read(spec, value -> {
            if (codec.decode(value, TraceEvent.class).getTraceId().isEmpty()) {
                throw new IllegalStateException("a call without trace id: expected the calls that were loaded");
            }
        });
    }

    private static Passes.Pass aggregate(RowSpec spec) {
        CallDecoder decoder = CallDecoder.fastest();
        SlimCall call = new SlimCall();
        MemoryWindows<SeriesKey, CallAggregate> series =
                new MemoryWindows<>(Tile.MINUTE, CallAggregate::new, SeriesKey::text);
        MemoryWindows<String, Spend> users = new MemoryWindows<>(Tile.HOUR, Spend::new, user -> user);
        MemoryWindows<String, Spend> features = new MemoryWindows<>(Tile.HOUR, Spend::new, feature -> feature);
        SourceMarks marks = new SourceMarks(spec.calls());
        readAll(spec, marks, value -> {
            decoder.decode(value, call);
            series.add(call.series, call);
            users.add(call.userId, call);
            features.add(call.feature, call);
        });
        Map<Window, CallAggregate> windows = series.close();
        requireAll(spec.calls(), users.close());
        requireAll(spec.calls(), features.close());
        marks.end();
        Verdict verdict = new ExactCounts(spec.data(), spec.calls(), spec.partitions())
                .compare(MemoryWindows.sums(windows), false);
        return new Passes.Pass(marks.steady(), marks.whole(), Map.of(), verdict);
    }

    private static void requireAll(long calls, Map<Window, Spend> windows) {
        for (Tile tile : List.of(Tile.HOUR, Tile.DAY)) {
            long counted = windows.entrySet().stream()
                    .filter(window -> window.getKey().tile() == tile)
                    .mapToLong(window -> window.getValue().calls())
                    .sum();
            if (counted != calls) {
                throw new IllegalStateException(counted + " calls in spend by " + tile + ": expected " + calls);
            }
        }
    }

    private static Passes.Pass read(RowSpec spec, Consumer<byte[]> onValue) {
        SourceMarks marks = new SourceMarks(spec.calls());
        readAll(spec, marks, onValue);
        marks.end();
        return new Passes.Pass(marks.steady(), marks.whole(), Map.of(), null);
    }

    private static void readAll(RowSpec spec, SourceMarks marks, Consumer<byte[]> onValue) {
        int ended = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new Cluster(spec.bootstrapServers(), spec.partitions()).reader(Topics.TRACES)) {
            while (ended < spec.partitions()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                int calls = 0;
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.value() == null) {
                        ended++;
                    } else {
                        onValue.accept(record.value());
                        calls++;
                    }
                }
                if (calls > 0) {
                    marks.read(calls);
                }
            }
        }
    }
}
