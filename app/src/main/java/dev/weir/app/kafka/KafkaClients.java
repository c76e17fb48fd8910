package dev.weir.app.kafka;

import dev.weir.app.config.KafkaConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Settings that every Kafka client of the process shares. */
public final class KafkaClients {

    /**
     * What a client waits for the Kafka inside the process. It is there as long as the process is; where it does not answer
     * within Kafka's default of a minute, the machine is busy and so is the client.
     */
    private static final int LONGEST_INSIDE_MILLIS = 600_000;

    private KafkaClients() {}

    /**
     * The configured client settings with an address.
     *
     * @param bootstrapServers of the cluster, or of the Kafka inside the process
     */
    public static Map<String, Object> settings(KafkaConfig kafka, String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("bootstrap.servers", bootstrapServers);
        if (kafka.embedded()) {
            settings.putIfAbsent("default.api.timeout.ms", LONGEST_INSIDE_MILLIS);
        }
        return settings;
    }

    /**
     * Makes sure that something listens at one of the addresses, so that a command fails at once where nothing does: Kafka's
     * own clients would try for a minute.
     *
     * @param timeout of each attempt to connect
     * @throws IllegalStateException if none can be connected to; names them
     */
    public static void requireReachable(String bootstrapServers, Duration timeout) {
        List<String> failures = new ArrayList<>();
        for (String server : bootstrapServers.split(",", -1)) {
            HostAndPort address = HostAndPort.of(server.strip());
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), (int) timeout.toMillis());
                return;
            } catch (IOException e) {
                failures.add(server.strip() + " (" + (e.getMessage() == null ? "unknown host" : e.getMessage()) + ")");
            }
        }
        throw new IllegalStateException(
                "no Kafka at " + String.join(", ", failures) + ": expected a broker there (kafka.bootstrap_servers)");
    }

    private record HostAndPort(String host, int port) {
        static HostAndPort of(String server) {
            int colon = server.lastIndexOf(':');
            return new HostAndPort(
                    server.substring(0, colon).replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(server.substring(colon + 1)));
        }
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
