package dev.weir.app.embedded;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface, reserved until they are closed. Kafka binds them seconds after they were chosen, and
 * halts the JVM when its controller's port is taken by then. So they come from below the range (32,768 and up) of which a
 * system gives one to every outgoing connection, and a process that has chosen one holds the UDP port of the same number:
 * another process that chooses at the same time passes it over.
 */
final class Ports implements AutoCloseable {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int TRIES = 100;

    private final List<Integer> numbers = new ArrayList<>();
    private final List<DatagramSocket> reservations = new ArrayList<>();

    private Ports() {}

    /**
     * Different free ports.
     *
     * @param wanted what the first has to be; 0 for any
     * @throws EmbeddedKafkaException if the wanted port is taken
     */
    static Ports choose(int wanted, int count) throws IOException {
        return choose(wanted, count, FIRST, LAST);
    }

    /** The same of a range of ports. */
    static Ports choose(int wanted, int count, int first, int last) throws IOException {
        Ports ports = new Ports();
        try {
            if (wanted != 0) {
                ports.take(wanted);
            }
            for (int i = 1; ports.numbers.size() < count; i++) {
                try {
                    ports.take(ThreadLocalRandom.current().nextInt(first, last + 1));
                } catch (EmbeddedKafkaException e) {
                    if (i >= TRIES * count) {
                        throw e;
                    }
                }
            }
            return ports;
        } catch (IOException | RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /** The ports, the wanted one first. */
    List<Integer> numbers() {
        return numbers;
    }

    /** Whether a port could be bound at this moment. */
    static boolean isFree(int port) throws IOException {
        try (Ports ports = choose(port, 1)) {
            return !ports.numbers().isEmpty();
        } catch (EmbeddedKafkaException e) {
            return false;
        }
    }

    private void take(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(BrokerSettings.HOST), port);
        DatagramSocket reservation = null;
        try {
            reservation = new DatagramSocket(address);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
            }
            numbers.add(port);
            reservations.add(reservation);
        } catch (SocketException e) {
            if (reservation != null) {
                reservation.close();
            }
            throw new EmbeddedKafkaException(
                    "kafka.embedded_port = %d: expected a free port on %s (%s); 0 takes any"
                            .formatted(port, BrokerSettings.HOST, e.getMessage()),
                    e);
        }
    }

    /** Lets others choose them. */
    @Override
    public void close() {
        reservations.forEach(DatagramSocket::close);
    }
}
