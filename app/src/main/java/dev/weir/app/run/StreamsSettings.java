package dev.weir.app.run;

import dev.weir.app.config.KafkaConfig;
import dev.weir.app.config.StorageConfig;
import dev.weir.app.config.WeirConfig;
import dev.weir.schemas.refusal.PoisonRecords;
import dev.weir.topology.commit.DamagedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams settings that the guarantees rest on, in one place.
 *
 * @param applicationId also the consumer group and the prefix of internal topics
 * @param stateDirectory where stores live; one process at a time
 * @param applicationServer {@code host:port} under which other instances reach this one's stores; empty: none
 * @param threads stream threads
 * @param standbys copies of every store on other instances; under the streams protocol the group's own setting counts
 * @param protocol how instances share the work
 * @param commitInterval longest time between two commits
 * @param stores how the stores take what is not committed yet
 * @param client further client settings, such as security
 */
public record StreamsSettings(
        String applicationId,
        String bootstrapServers,
        Path stateDirectory,
        String applicationServer,
        int threads,
        int standbys,
        GroupProtocol protocol,
        Duration commitInterval,
        StoreCommits stores,
        Map<String, String> client) {

    /**
     * How stores take what is not committed yet.
     *
     * @param transactional whether it waits on the heap until it is committed; else it goes to disk at once, and a store
     *     whose process was killed cannot be used again
     * @param mostUncommittedBytes of all stores of the application together; one that holds more commits. What one commit
     *     writes itself may exceed it
     */
    public record StoreCommits(boolean transactional, long mostUncommittedBytes) {

        public static final StoreCommits DEFAULT = of(StorageConfig.DEFAULT);

        static StoreCommits of(StorageConfig storage) {
            return new StoreCommits(storage.transactionalStores(), storage.uncommittedMemoryMb() * 1_048_576L);
        }
    }

    /** Between two commits of an application that somebody waits for. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    /**
     * Between two commits of an application that measures and has fallen behind: each commit writes what has changed, and
     * its hour and its day. Its tasks ask for commits sooner when they read records as they arrive ({@code CommitPace}).
     * Together with what a commit takes it must be well below the transaction timeout.
     */
    private static final Duration CATCHING_UP = Duration.ofSeconds(4);

    /**
     * What an instance that was killed had under way is open until then, unless it is started again sooner, and neither
     * its partitions can be taken over nor its standbys read on; questions are answered meanwhile, with an age. A thread
     * whose commit takes longer loses its transaction and what it had under way; without transactional stores it throws all
     * its stores away and restores them, and an instance alone can answer nothing then. A broker that dies is missed after 9 s by default, and only then do its partitions and
     * its transactions get another one: 10 s were too few for that.
     */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 20_000;

    /** What waits for a broker that stands still is asked of another one in time for the transaction. */
    private static final int PRODUCER_REQUEST_TIMEOUT_MILLIS = 8_000;

    /** An instance that was killed is missed after this long. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private static final int HEARTBEAT_INTERVAL_MILLIS = 3_000;
    /**
     * Nobody leaves the group for being slow. A thread polls again after at most half of this, because Kafka Streams
     * processes fewer records a round when half of it is reached; restoring is another thread's work; and the longest
     * wait of a step, for a schema registry, is a tenth of it.
     */
    private static final int LONGEST_POLL_INTERVAL_MILLIS = 300_000;

    private static final int PROBING_REBALANCE_INTERVAL_MILLIS = 60_000;
    private static final int LARGEST_REQUEST_BYTES = 4 * 1024 * 1024;
    private static final int RECORDS_PER_POLL = 5_000;
    private static final int FETCH_BYTES_PER_PARTITION = 8 * 1024 * 1024;
    private static final int FETCH_BYTES = 64 * 1024 * 1024;
    /**
     * Records a task buffers before its partition is paused. With records of 1.4 KB that is 28 MB a partition in the
     * worst case, and a poll can add {@link #RECORDS_PER_POLL} of one partition on top; records of a megabyte are
     * bounded by {@link #FETCH_BYTES} a poll.
     */
    private static final int BUFFERED_RECORDS_PER_PARTITION = 20_000;

    /** Settings as they are configured. */
    static StreamsSettings of(WeirConfig config, String applicationId, String bootstrapServers, String server) {
        KafkaConfig kafka = config.kafka();
        return new StreamsSettings(
                applicationId,
                bootstrapServers,
                Path.of(config.storage().directory(), StorageDirectory.STATE),
                server,
                kafka.streamThreads(),
                kafka.placedStandbys(),
                GroupProtocol.valueOf(kafka.groupProtocol().name()),
                PROMPT,
                StoreCommits.of(config.storage()),
                kafka.client());
    }

    /** The same for an application whose tasks ask for commits when somebody waits: seldom when it catches up. */
    public StreamsSettings catchingUpInLargeSteps() {
        return new StreamsSettings(
                applicationId,
                bootstrapServers,
                stateDirectory,
                applicationServer,
                threads,
                standbys,
                protocol,
                CATCHING_UP,
                stores,
                client);
    }

    /** Settings under the classic protocol, with stores as by default. */
    public StreamsSettings(
            String applicationId,
            String bootstrapServers,
            Path stateDirectory,
            String applicationServer,
            int threads,
            int standbys,
            Map<String, String> client) {
        this(
                applicationId,
                bootstrapServers,
                stateDirectory,
                applicationServer,
                threads,
                standbys,
                GroupProtocol.CLASSIC,
                PROMPT,
                StoreCommits.DEFAULT,
                client);
    }

    /**
     * The settings as Kafka Streams takes them, with stores in a memory that they share with others, and which are looked
     * after for damage.
     *
     * @param memory to be closed after the application
     */
    public Properties toProperties(RocksDbMemory memory) {
        Properties properties = toProperties();
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.Setter.class);
        properties.put(RocksDbMemory.SETTING, memory);
        properties.put(DamagedStores.SETTING, new StoreDamage(memory, stateDirectory.resolve(applicationId)));
        properties.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, CheckedSteps.class);
        return properties;
    }

    /** The settings as Kafka Streams takes them; every store has RocksDB's own memory. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        if (!applicationServer.isEmpty()) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, applicationServer);
        }
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // What changes between two commits lies in live objects; a cache of bytes would hold it a second time.
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, stores.transactional());
        properties.put(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG, stores.mostUncommittedBytes());
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS_PER_PARTITION);
        // No step depends on the order between topics: a task goes on with what it has.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonHandler.class);
        properties.put(PoisonRecords.SETTING, PoisonHandler.newRecords());
        group(properties);
        consumer(properties);
        producer(properties);
        return properties;
    }

    private void group(Properties properties) {
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, protocol.name().toLowerCase(Locale.ROOT));
        if (protocol == GroupProtocol.STREAMS) {
            return;
        }
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_REBALANCE_INTERVAL_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_INTERVAL_MILLIS);
    }

    private static void consumer(Properties properties) {
        Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        LONGEST_POLL_INTERVAL_MILLIS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        RECORDS_PER_POLL,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        FETCH_BYTES_PER_PARTITION,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        FETCH_BYTES)
                .forEach((key, value) -> properties.put(StreamsConfig.consumerPrefix(key), value));
    }

    private static void producer(Properties properties) {
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                properties.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"));
        Map.of(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        TRANSACTION_TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        PRODUCER_REQUEST_TIMEOUT_MILLIS,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST_BYTES)
                .forEach((key, value) -> properties.put(StreamsConfig.producerPrefix(key), value));
    }
}
