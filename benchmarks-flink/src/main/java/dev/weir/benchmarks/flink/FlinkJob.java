package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.rows.CallAggregate;
import dev.weir.benchmarks.rows.SlimCall;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Source, keyBy, minute windows, sink: watermarks a grace behind, heap state, a checkpoint every 10 s, object reuse, the
 * needed fields over the shuffle, serialisers by hand and no Kryo. Windows are written once, when they close.
 */
final class FlinkJob {

    private static final Duration CHECKPOINT = Duration.ofSeconds(10);

    private FlinkJob() {}

    /** Runs to the end of the source. */
    static void run(RowSpec spec, String output) throws Exception {
        try (StreamExecutionEnvironment flink = environment(spec)) {
            flink.fromSource(source(spec), watermarks(), "traces")
                    .returns(CallSerializer.TYPE)
                    .keyBy(call -> call.series().text(), Types.STRING)
                    .window(TumblingEventTimeWindows.of(Tile.MINUTE.length()))
                    .aggregate(
                            new Aggregate(),
                            new Close(),
                            AggregateSerializer.TYPE,
                            AggregateSerializer.TYPE,
                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                    .sinkTo(KafkaSink.<byte[]>builder()
                            .setBootstrapServers(spec.bootstrapServers())
                            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                            .setRecordSerializer(KafkaRecordSerializationSchema.<byte[]>builder()
                                    .setTopic(output)
                                    .setKafkaValueSerializer(ByteArraySerializer.class)
                                    .build())
                            .build());
            flink.execute("weir-bench");
        }
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

    /** Adds calls to the aggregate of their window. */
    private static final class Aggregate implements AggregateFunction<SlimCall, CallAggregate, CallAggregate> {
        private static final long serialVersionUID = 1;

        @Override
        public CallAggregate createAccumulator() {
            return new CallAggregate();
        }

        @Override
        public CallAggregate add(SlimCall call, CallAggregate aggregate) {
            return aggregate.add(call);
        }

        @Override
        public CallAggregate getResult(CallAggregate aggregate) {
            return aggregate;
        }

        @Override
        public CallAggregate merge(CallAggregate one, CallAggregate other) {
            one.mergeWith(other);
            return one;
        }
    }

    /** Writes a window as it closes. */
    private static final class Close extends ProcessWindowFunction<CallAggregate, byte[], String, TimeWindow> {
        private static final long serialVersionUID = 1;

        @Override
        public void process(String series, Context context, Iterable<CallAggregate> aggregates, Collector<byte[]> out)
                throws Exception {
            byte[] aggregate = aggregates.iterator().next().toBytes();
            out.collect(new ClosedWindow(series, context.window().getStart(), aggregate).toBytes());
        }
    }
}
