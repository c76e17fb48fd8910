package dev.weir.app;

import dev.weir.app.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Settings that every Kafka client of the process shares. */
public final class KafkaClients {

    private KafkaClients() {}

    /**
     * The configured client settings with an address.
     *
     * @param bootstrapServers of the cluster, or of the Kafka inside the process
     */
    public static Map<String, Object> settings(KafkaConfig kafka, String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    /**
     * An admin client.
     *
     * @param deadline of each of its requests; closing it waits no longer than this either
     */
    public static Admin admin(KafkaConfig kafka, String bootstrapServers, Duration deadline) {
        Map<String, Object> settings = settings(kafka, bootstrapServers);
        settings.put("default.api.timeout.ms", (int) deadline.toMillis());
        settings.put("request.timeout.ms", (int) Math.min(deadline.toMillis(), 10_000));
        return Admin.create(settings);
    }
}
