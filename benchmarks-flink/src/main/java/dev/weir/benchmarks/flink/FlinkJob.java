package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.rows.CallAggregate;
import dev.weir.benchmarks.rows.OutputTopics;
import dev.weir.benchmarks.rows.SlimCall;
import dev.weir.benchmarks.rows.Spend;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Source; minute windows by series, of which hours are made, and of those days; hours by user and by feature, of which days
 * are made; sinks. Watermarks a grace behind, heap state, a checkpoint every 10 s, object reuse, the
 * needed fields over the shuffle, serialisers by hand and no Kryo. Windows are written once, when they close.
 */
final class FlinkJob {

    private static final Duration CHECKPOINT = Duration.ofSeconds(10);

    private FlinkJob() {}

    /** Runs to the end of the source. */
    static void run(RowSpec spec, OutputTopics outputs) throws Exception {
        try (StreamExecutionEnvironment flink = environment(spec)) {
            DataStream<SlimCall> calls =
                    flink.fromSource(source(spec), watermarks(), "traces").returns(CallSerializer.TYPE);
            Values<CallAggregate> series =
                    new Values<>(CallAggregate::new, CallAggregate::fromBytes, ValueSerializer.OF_CALLS);
            DataStream<byte[]> minutes =
                    series.ofCalls(calls, call -> call.series().text(), Tile.MINUTE);
            DataStream<byte[]> hours = series.ofShorter(minutes, Tile.HOUR);
            write(spec, minutes, outputs.minutes().name());
            write(
                    spec,
                    hours.union(series.ofShorter(hours, Tile.DAY)),
                    outputs.tiles().name());
            Values<Spend> spend = new Values<>(Spend::new, Spend::fromBytes, ValueSerializer.OF_SPEND);
            DataStream<byte[]> users = spend.ofCalls(calls, SlimCall::userId, Tile.HOUR);
            DataStream<byte[]> features = spend.ofCalls(calls, SlimCall::feature, Tile.HOUR);
            write(
                    spec,
                    users.union(spend.ofShorter(users, Tile.DAY), features, spend.ofShorter(features, Tile.DAY)),
                    outputs.spend().name());
            flink.execute("weir-bench");
        }
    }

    private static void write(RowSpec spec, DataStream<byte[]> windows, String topic) {
        windows.sinkTo(KafkaSink.<byte[]>builder()
                .setBootstrapServers(spec.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(KafkaRecordSerializationSchema.<byte[]>builder()
                        .setTopic(topic)
                        .setKafkaValueSerializer(ByteArraySerializer.class)
                        .build())
                .build());
    }

    private static StreamExecutionEnvironment environment(RowSpec spec) {
        Configuration settings = new Configuration();
        settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        settings.set(RestOptions.BIND_PORT, "0");
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(spec.threads(), settings);
        flink.enableCheckpointing(CHECKPOINT.toMillis());
        flink.getConfig().enableObjectReuse();
        return flink;
    }

    private static KafkaSource<SlimCall> source(RowSpec spec) {
        return KafkaSource.<SlimCall>builder()
                .setBootstrapServers(spec.bootstrapServers())
                .setTopics(Topics.TRACES.name())
                .setGroupId("flink-bench")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(new DecodeCalls())
                .setProperty("max.poll.records", "5000")
                .setProperty("max.partition.fetch.bytes", String.valueOf(8 << 20))
                .setProperty("fetch.max.bytes", String.valueOf(64 << 20))
                .build();
    }

    private static WatermarkStrategy<SlimCall> watermarks() {
        return WatermarkStrategy.<SlimCall>forBoundedOutOfOrderness(Duration.ofMillis(ExactCounts.GRACE_MILLIS))
                .withTimestampAssigner((call, before) -> call.eventMillis());
    }
}
