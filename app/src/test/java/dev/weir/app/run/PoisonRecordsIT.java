package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.headers.DeadLetterHeaders;
import dev.weir.schemas.headers.EndOfInput;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.ProgressTrackingClients;
import dev.weir.topology.price.PriceBook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Two records that a step cannot take: one breaks it off in the middle, behind its counting; the other breaks the commit. Each
 * is a dead letter once, every other call is counted once, and the application goes on.
 */
class PoisonRecordsIT {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String POISON = "poison";
    private static final String BAD_ROUTE = "breaks-the-commit";
    private static final int CALLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    /** Defects in two steps. */
    public static final class Breaking implements ProcessorWrapper {

        @Override
        public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                String name, ProcessorSupplier<KIn, VIn, KOut, VOut> step) {
            return ProcessorWrapper.asWrapped(name.equals("fold-calls") ? breaking(step) : step);
        }

        @Override
        public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> step) {
            return ProcessorWrapper.asWrappedFixedKey(name.equals("series-partials") ? breakingAtCommit(step) : step);
        }

        private static <KIn, VIn, VOut> FixedKeyProcessorSupplier<KIn, VIn, VOut> breakingAtCommit(
                FixedKeyProcessorSupplier<KIn, VIn, VOut> step) {
            return () -> {
                FixedKeyProcessor<KIn, VIn, VOut> good = step.get();
                return new FixedKeyProcessor<>() {
                    @Override
                    public void init(FixedKeyProcessorContext<KIn, VOut> context) {
                        good.init(context);
                    }

                    @Override
                    public void process(FixedKeyRecord<KIn, VIn> record) {
                        if (record.value() instanceof Ingested.Batch batch
                                && new String(batch.batch(), StandardCharsets.UTF_8).contains(BAD_ROUTE)) {
                            throw new IllegalStateException("a defect");
                        }
                        good.process(record);
                    }

                    @Override
                    public void close() {
                        good.close();
                    }
                };
            };
        }

        private static <KIn, VIn, KOut, VOut> ProcessorSupplier<KIn, VIn, KOut, VOut> breaking(
                ProcessorSupplier<KIn, VIn, KOut, VOut> step) {
            return new ProcessorSupplier<>() {
                @Override
                public Processor<KIn, VIn, KOut, VOut> get() {
                    Processor<KIn, VIn, KOut, VOut> good = step.get();
                    return new Processor<>() {
                        @Override
                        public void init(ProcessorContext<KOut, VOut> context) {
                            good.init(context);
                        }

                        @Override
                        public void process(Record<KIn, VIn> record) {
                            good.process(record);
                            if (isBad(record)) {
                                throw new IllegalStateException("a defect");
                            }
                        }

                        @Override
                        public void close() {
                            good.close();
                        }
                    };
                }

                @Override
                public Set<StoreBuilder<?>> stores() {
                    return step.stores();
                }
            };
        }

        private static boolean isBad(Record<?, ?> record) {
            return record.key() instanceof byte[] key && POISON.equals(new String(key, StandardCharsets.UTF_8));
        }
    }

    @Test
    @Timeout(400)
    void recordsThatEndTheirTask_areDeadLettersOnce_andNothingElseIsLost(@TempDir Path home) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(StreamsRun.class);
        log.start();
        logger.addAppender(log);
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (Topic topic : Topics.all()) {
                topics.add(new NewTopic(topic.name(), 1, (short) 1)
                        .configs((topic == Topics.TRACES ? topic.recorded() : topic).settings()));
            }
            admin.createTopics(topics).all().get();
            send(kafka, codec);
            try (StreamsRun run = run(kafka, codec, home)) {
                run.start();
                await(() -> ended(kafka, codec));
                assertTrue(run.isHealthy());
                assertTrue(run.poisons().refused() >= 2, run.poisons().refused() + " refused");
            }
            assertEquals(CALLS - 2, counted(kafka, codec));
            List<ConsumerRecord<byte[], byte[]>> letters = read(kafka, Topics.DEAD_LETTERS);
            assertEquals(2, letters.size());
            for (ConsumerRecord<byte[], byte[]> letter : letters) {
                assertEquals("ended-its-task", header(letter, DeadLetterHeaders.REASON));
                assertEquals(Topics.TRACES.name(), header(letter, DeadLetterHeaders.TOPIC));
                assertTrue(header(letter, DeadLetterHeaders.MESSAGE).contains("IllegalStateException at "));
                assertNull(letter.value(), "what calls say stays at its origin");
            }
            assertArrayEquals(
                    POISON.getBytes(StandardCharsets.UTF_8), letters.get(0).key());
            long stacks = log.list.stream()
                    .filter(event -> event.getThrowableProxy() != null)
                    .count();
            assertTrue(stacks <= 2, stacks + " stacks of two defects");
        } finally {
            logger.detachAppender(log);
        }
    }

    private static StreamsRun run(EmbeddedKafka kafka, AvroCodec codec, Path home) {
        Properties settings = new StreamsSettings(
                        "weir-poison", kafka.bootstrapServers(), home.resolve("state"), "", 1, 0, Map.of())
                .toProperties();
        settings.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, Breaking.class);
        ProgressTrackingClients clients = new ProgressTrackingClients(Clock.systemUTC());
        clients.track(settings);
        MonitoringTopology topology = new MonitoringTopology(
                MonitoringConfig.DEFAULT.withClock(MonitoringConfig.ArrivalClock.RECORDED),
                codec,
                PriceBook.empty(),
                RuleDemands.NONE,
                clients,
                1);
        clients.afterCommit(topology.stores().uncommitted()::committedHere);
        return new StreamsRun(topology.build(settings), settings, clients, Clock.systemUTC());
    }

    private static void send(EmbeddedKafka kafka, AvroCodec codec) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Instant at = T0;
            for (int i = 0; i < CALLS; i++) {
                at = T0.plusSeconds(i);
                String trace = i == 70 ? POISON : "trace-" + i;
                TraceEvent call = TraceEvent.newBuilder()
                        .setTraceId(trace)
                        .setSpanId("1")
                        .setRoute(i == 130 ? BAD_ROUTE : "chat")
                        .setRequestModel("gpt-4o")
                        .setStartTime(at)
                        .setInputTokens(10L)
                        .setOutputTokens(5L)
                        .build();
                producer.send(new ProducerRecord<>(
                        Topics.TRACES.name(),
                        0,
                        at.toEpochMilli(),
                        trace.getBytes(StandardCharsets.UTF_8),
                        codec.encode(Topics.TRACES, call)));
            }
            producer.send(EndOfInput.marker(Topics.TRACES.name(), 0, at.toEpochMilli()));
            producer.flush();
        }
    }

    private static boolean ended(EmbeddedKafka kafka, AvroCodec codec) {
        return read(kafka, Topics.WINDOW_STATS).stream()
                .anyMatch(record -> codec.decodeAny(record.value()) instanceof dev.weir.schemas.avro.Progress progress
                        && progress.getEnded());
    }

    private static long counted(EmbeddedKafka kafka, AvroCodec codec) {
        Map<String, Long> newest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(kafka, Topics.WINDOW_STATS)) {
            if (codec.decodeAny(record.value()) instanceof WindowStats window
                    && window.getTile().equals("minute")) {
                newest.put(window.getRoute() + window.getWindowStart(), window.getCalls());
            }
        }
        return newest.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedKafka kafka, Topic topic) {
        Map<String, Object> client =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            while (consumer.position(only) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the input has not gone through within " + PATIENCE);
            }
            LockSupport.parkNanos(500_000_000);
        }
    }
}
