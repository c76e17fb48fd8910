package dev.weir.app.config;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Kafka cluster.
 */
public record KafkaConfig(
        @Means("brokers to connect to, `host:port` comma-separated; empty: Kafka runs inside the process")
        String bootstrapServers,

        @Means("port of the Kafka inside the process under `weir run`, and under `weir demo` where it "
                + "is free; 0: any free one")
        int embeddedPort,

        @Means("threads of the topology, and as many of alerting; at most one thread works on a partition")
        int streamThreads,

        @Means("copies of every store on other instances, which answer queries and take over when an "
                + "instance fails; none when Kafka runs inside the process")
        int standbys,

        @Means("how instances share the work: `classic`, one of them assigns it; `streams`, the broker "
                + "assigns it (KIP-1071, Kafka 4.2 or newer)")
        Protocol groupProtocol,

        @Means("settings passed to every Kafka client as they are, such as `security.protocol`; "
                + "`compression.type` chooses the codec of what Weir writes, else LZ4")
        Map<String, String> client) {

    public static final KafkaConfig DEFAULT = new KafkaConfig("", 9092, 1, 1, Protocol.CLASSIC, Map.of());

    private static final int MOST_THREADS = 256;
    /** What a broker allows a group of the streams protocol by default. */
    private static final int MOST_STANDBYS = 2;

    /** Who assigns the work to the instances. */
    public enum Protocol {
        /** One of the instances does. */
        CLASSIC,
        /** The broker does (KIP-1071). */
        STREAMS
    }

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

    /**
     * The same with a Kafka inside the process.
     *
     * @param port 0: any free one
     */
    public KafkaConfig inside(int port) {
        return new KafkaConfig("", port, streamThreads, standbys, groupProtocol, client);
    }

    /** Standbys that can be placed: none where this process is the only one. */
    public int placedStandbys() {
        return embedded() ? 0 : standbys;
    }

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
        if (streamThreads < 1 || streamThreads > MOST_THREADS) {
            problems.add("stream_threads = " + streamThreads + ": expected 1 to " + MOST_THREADS);
        }
        if (standbys < 0 || standbys > MOST_STANDBYS) {
            problems.add("standbys = " + standbys + ": expected 0 to " + MOST_STANDBYS);
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
