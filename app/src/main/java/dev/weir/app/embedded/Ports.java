package dev.weir.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface. Kafka binds them a second after they were chosen, and halts the JVM when its
 * controller's port is taken by then; so they come from below the range (32,768 and up) of which a system gives one to
 * every outgoing connection.
 */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int TRIES = 100;

    private Ports() {}

    /**
     * Different free ports: all are bound at once, and then let go.
     *
     * @param wanted what the first has to be; 0 for any
     * @throws EmbeddedKafkaException if the wanted port is taken
     */
    static List<Integer> choose(int wanted, int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            held.add(wanted == 0 ? bindAny() : bind(wanted));
            while (held.size() < count) {
                held.add(bindAny());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Whether a port could be bound at this moment. */
    static boolean isFree(int port) {
        try (ServerSocket socket = bind(port)) {
            return socket.isBound();
        } catch (IOException | EmbeddedKafkaException e) {
            return false;
        }
    }

    private static ServerSocket bindAny() throws IOException {
        for (int i = 1; ; i++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(FIRST, LAST + 1));
            } catch (EmbeddedKafkaException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(BrokerSettings.HOST), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new EmbeddedKafkaException(
                    "kafka.embedded_port = %d: expected a free port on %s (%s); 0 takes any"
                            .formatted(port, BrokerSettings.HOST, e.getMessage()),
                    e);
        }
    }
}
