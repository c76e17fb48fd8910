package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of a table file are others than were written: a range would end there as if it were over. */
@Timeout(180)
class StoreDamageIT {

    private static final String APPLICATION = "weir-damage";
    private static final String STORE = "entries";
    private static final int ENTRIES = 4_000;
    private static final int VALUE_BYTES = 1_000;
    private static final long SEED = 11;

    /** How many entries the step found in its store when it looked last. */
    private volatile long found;

    @TempDir
    private Path home = Path.of(".");

    @Test
    void flippedBytes_areFoundByReading_andTheStoreIsRestored() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                RocksDbMemory memory = RocksDbMemory.ofMegabytes(32)) {
            fill(kafka.bootstrapServers());
            try (StreamsRun run = run(kafka.bootstrapServers(), memory)) {
                run.start();
                await(() -> found == ENTRIES);
                assertEquals(0, run.damaged().badBlocks());
            }
            found = 0;
            flip(largestTable());
            try (StreamsRun run = run(kafka.bootstrapServers(), memory)) {
                run.start();
                await(() -> run.damaged().badBlocks() > 0 && found == ENTRIES && run.isReady());
            }
            assertEquals(Optional.empty(), LocalState.damagedStore(home.resolve(APPLICATION + "/0_0")));
        }
    }

    private static void fill(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "max.in.flight.requests.per.connection", 1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
            Random random = new Random(SEED);
            for (int i = 0; i < ENTRIES; i++) {
                byte[] value = new byte[VALUE_BYTES];
                random.nextBytes(value);
                producer.send(new ProducerRecord<>(
                        "in", ByteBuffer.allocate(4).putInt(i).array(), value));
            }
        }
    }

    private Path largestTable() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path table) throws IOException {
        byte[] noise = new byte[64];
        new Random(SEED).nextBytes(noise);
        try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
            assertTrue(channel.size() > VALUE_BYTES * 1_000L, "a table of " + channel.size() + " bytes");
            channel.write(ByteBuffer.wrap(noise), channel.size() / 3);
        }
    }

    private StreamsRun run(String bootstrapServers, RocksDbMemory memory) {
        Properties settings =
                new StreamsSettings(APPLICATION, bootstrapServers, home, "", 1, 0, Map.of()).toProperties(memory);
        return new StreamsRun(topology(settings), settings, new DefaultKafkaClientSupplier(), Clock.systemUTC());
    }

    private Topology topology(Properties settings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        var bytes = Serdes.ByteArray();
        StoreBuilder<?> store = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), bytes, bytes);
        builder.stream("in", Consumed.with(bytes, bytes).withName("in"))
                .process(
                        new ProcessorSupplier<byte[], byte[], Void, Void>() {
                            @Override
                            public Processor<byte[], byte[], Void, Void> get() {
                                return new Keep();
                            }

                            @Override
                            public Set<StoreBuilder<?>> stores() {
                                return Set.of(store);
                            }
                        },
                        Named.as("keep"));
        return builder.build(settings);
    }

    /** Keeps what comes and counts what it has. */
    private final class Keep implements Processor<byte[], byte[], Void, Void> {

        private @Nullable KeyValueStore<byte[], byte[]> kept;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            kept = context.getStateStore(STORE);
            context.schedule(Duration.ofMillis(50), PunctuationType.WALL_CLOCK_TIME, now -> count());
            count();
        }

        private void count() {
            long entries = 0;
            try (KeyValueIterator<byte[], byte[]> all = kept().all()) {
                while (all.hasNext()) {
                    all.next();
                    entries++;
                }
            }
            found = entries;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            kept().put(record.key(), record.value());
        }

        private KeyValueStore<byte[], byte[]> kept() {
            return Objects.requireNonNull(kept, "used before init");
        }
    }

    private void await(BooleanSupplier done) {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> found + " of " + ENTRIES + " entries found");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
