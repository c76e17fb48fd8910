package dev.weir.app.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams settings that the guarantees rest on, in one place.
 *
 * @param applicationId also the consumer group and the prefix of internal topics
 * @param stateDirectory where stores live; one process at a time
 * @param applicationServer {@code host:port} under which other instances reach this one's stores; empty: none
 * @param threads stream threads
 * @param standbys copies of every store on other instances
 * @param client further client settings, such as security
 */
public record StreamsSettings(
        String applicationId,
        String bootstrapServers,
        Path stateDirectory,
        String applicationServer,
        int threads,
        int standbys,
        Map<String, String> client) {

    private static final int COMMIT_INTERVAL_MILLIS = 200;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final int HEARTBEAT_INTERVAL_MILLIS = 3_000;
    private static final int PROBING_REBALANCE_INTERVAL_MILLIS = 60_000;
    private static final int LARGEST_REQUEST_BYTES = 4 * 1024 * 1024;
    private static final long STORE_CACHE_BYTES = 64L * 1024 * 1024;

    /** The settings as Kafka Streams takes them. */
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
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STORE_CACHE_BYTES);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_REBALANCE_INTERVAL_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_INTERVAL_MILLIS);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST_BYTES);
        return properties;
    }
}
