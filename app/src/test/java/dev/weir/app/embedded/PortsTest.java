package dev.weir.app.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void portThatAnotherHasChosenAndNotYetBound_isPassedOver() throws IOException {
        int base = FreePorts.one();
        try (Ports first = Ports.choose(base, 1)) {
            assertFalse(Ports.isFree(base));
            EmbeddedKafkaException taken =
                    assertThrows(EmbeddedKafkaException.class, () -> Ports.choose(0, 1, base, base));
            assertTrue(String.valueOf(taken.getMessage()).contains("expected a free port"), taken.getMessage());
            assertEquals(List.of(base), first.numbers());
        }
        assertTrue(Ports.isFree(base));
    }

    @Test
    void boundPort_isNotChosen() throws IOException {
        try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = bound.getLocalPort();
            assertThrows(EmbeddedKafkaException.class, () -> Ports.choose(port, 1));
            assertFalse(Ports.isFree(port));
        }
    }

    @Test
    void portThatIsPassedOver_isNotHeld() throws IOException {
        int port;
        try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = bound.getLocalPort();
            assertThrows(EmbeddedKafkaException.class, () -> Ports.choose(port, 1));
        }
        assertTrue(Ports.isFree(port));
    }

    @Test
    void portsOfOneChoice_differ() throws IOException {
        try (Ports ports = Ports.choose(0, 20)) {
            assertEquals(20, ports.numbers().stream().distinct().count());
        }
    }
}
