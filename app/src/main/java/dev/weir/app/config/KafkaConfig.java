package dev.weir.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Kafka cluster.
 *
 * @param bootstrapServers where to connect; empty: Kafka runs inside the process
 * @param embeddedPort port of the Kafka inside the process under {@code weir run}; 0: any free one
 * @param client settings passed to every Kafka client as they are, such as {@code security.protocol}
 */
public record KafkaConfig(String bootstrapServers, int embeddedPort, Map<String, String> client) {

    public static final KafkaConfig DEFAULT = new KafkaConfig("", 9092, Map.of());

    /** Client settings that Weir's guarantees rest on, and the keys that have a place of their own. */
    private static final List<String> FIXED = List.of(
            "bootstrap.servers",
            "group.id",
            "application.id",
            "processing.guarantee",
            "isolation.level",
            "enable.auto.commit",
            "enable.idempotence",
            "transactional.id");

    /** Whether Kafka runs inside the process. */
    public boolean embedded() {
        return bootstrapServers.isBlank();
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (embeddedPort < 0 || embeddedPort > 65_535) {
            problems.add("embedded_port = " + embeddedPort + ": expected 0 (any free port) to 65535");
        }
        for (String server : bootstrapServers.isBlank() ? new String[0] : bootstrapServers.split(",", -1)) {
            if (!server.strip().matches("\\S+:\\d{1,5}")) {
                problems.add("bootstrap_servers = " + bootstrapServers + ": expected host:port, comma-separated");
                break;
            }
        }
        for (String key : FIXED) {
            if (client.containsKey(key)) {
                problems.add("client." + key + " = " + client.get(key) + ": expected no such setting, Weir sets it");
            }
        }
        return problems;
    }
}
