package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.SourceMarks;
import dev.weir.benchmarks.rows.CallAggregate;
import dev.weir.benchmarks.rows.OutputTopics;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** One pass: the job reads the source to its end, closes every window and ends; then its output is compared. */
final class FlinkRow implements Passes.Row {

    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public Passes.Pass run(RowSpec spec, int number) throws Exception {
        Cluster cluster = new Cluster(spec.bootstrapServers(), spec.partitions());
        String prefix = "flink-bench-" + number + "-";
        OutputTopics outputs = OutputTopics.of(prefix);
        cluster.prepare(outputs.all());
        SourceMarks marks = new SourceMarks(spec.calls());
        SourceReading.begin(marks);
        FlinkJob.run(spec, outputs);
        marks.end();
        Map<Window, Sums> found = read(cluster, outputs.minutes());
        cluster.delete(prefix);
        Verdict verdict = new ExactCounts(spec.data(), spec.calls(), spec.partitions()).compare(found, true);
        return new Passes.Pass(marks.steady(), marks.whole(), Map.of(), verdict);
    }

    private static Map<Window, Sums> read(Cluster cluster, Topic output) {
        Map<Window, Sums> windows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader(output)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    ClosedWindow window = ClosedWindow.fromBytes(record.value());
                    windows.put(
                            new Window(window.key(), Tile.MINUTE, window.startMillis()),
                            CallAggregate.fromBytes(window.value()).sums());
                }
            }
        }
        return windows;
    }
}
