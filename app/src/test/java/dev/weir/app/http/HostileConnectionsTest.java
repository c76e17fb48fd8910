package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.app.config.HttpLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take what others need: none of them may stop health, nor queries. */
class HostileConnectionsTest {

    private static final int CROWD = 1_000;
    private static final int LARGE = 8 << 20;
    private static final HttpLimits LIMITS = new HttpLimits(2_000, Duration.ofSeconds(3), 1_024, 16 << 20, 2, 4);

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch running = new CountDownLatch(2);
    private final CountDownLatch unblock = new CountDownLatch(1);
    private HttpServer server = start(LIMITS);

    private HttpServer start(HttpLimits limits) {
        return HttpServer.start(
                HttpConfig.DEFAULT.withPort(0).withLimits(limits),
                List.of(new Health(Map::of, Map::of, () -> true), routes -> {
                    routes.get("/query", context -> context.result("answer"));
                    routes.get("/large", context -> context.result(new byte[LARGE]));
                    routes.post("/v1/take", context -> context.result("" + context.bodyAsBytes().length));
                    routes.get("/blocked", context -> {
                        running.countDown();
                        assertTrue(unblock.await(1, TimeUnit.MINUTES));
                    });
                }));
    }

    private void startAgain(HttpLimits limits) {
        server.close();
        server = start(limits);
    }

    @AfterEach
    void close() throws IOException {
        unblock.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void thousandSlowUploads_stopNobodyAndEnd() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            send("POST /v1/take HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx");
        }
        assertQuick("/health/live");
        assertQuick("/query");
        assertEquals("408", status(sockets.get(0)));
        assertEquals("408", status(sockets.get(CROWD - 1)));
    }

    @Test
    void uploadInTwoPieces_isTakenWhole() throws Exception {
        Socket socket = send("POST /v1/take HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabc");
        assertQuick("/query");
        socket.getOutputStream().write("def".getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n6"), answer);
    }

    @Test
    void headsThatNeverEnd_loseTheirConnections() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            send("GET /query HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        }
        assertQuick("/health/live");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Socket first = sockets.get(0);
        while (System.nanoTime() < deadline && isOpen(first)) {
            assertQuick("/query");
        }
        assertFalse(isOpen(first), "a byte at a time keeps a connection open for ever");
    }

    /** Sends one more byte of the head and looks whether the server has closed. */
    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void connectionBeyondTheLimit_replacesTheOneThatWaitedLongest() throws Exception {
        startAgain(new HttpLimits(50, Duration.ofSeconds(60), 1_024, 16 << 20, 2, 4));
        for (int i = 0; i < 200; i++) {
            send("");
        }
        assertQuick("/health/live");
        sockets.get(0).setSoTimeout(5_000);
        assertEquals(-1, sockets.get(0).getInputStream().read(), "the first was closed");
    }

    @Test
    void readersThatTakeNothing_stopNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
            sockets.add(socket);
            write(socket, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertQuick("/health/live");
        assertQuick("/v1/nothing");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String large = "";
        while (!large.startsWith("HTTP/1.1 200") && System.nanoTime() < deadline) {
            large = answer("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }
        assertTrue(large.length() > LARGE, "a quick reader has its answer at last");
    }

    @Test
    void queriesThatWaitForever_leaveHealthAlone() throws Exception {
        for (int i = 0; i < 6; i++) {
            send("GET /blocked HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertTrue(running.await(1, TimeUnit.MINUTES));
        assertQuick("/health/live");
        String refused;
        do {
            refused = answer("GET /query HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 1_000);
        } while (refused.isEmpty());
        assertTrue(refused.startsWith("HTTP/1.1 503 ") && refused.contains("Retry-After: 2"), refused);
        assertTrue(answer("POST /v1/take HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab")
                .endsWith("\r\n2"));
    }

    @Test
    void largeBody_isRefusedBeforeItComes() throws Exception {
        String known = answer("POST /v1/take HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
        assertTrue(known.startsWith("HTTP/1.1 413 "), known);
        assertTrue(known.contains("larger than 1048576 bytes"), known);
        Socket socket = send("POST /v1/take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
        for (int i = 0; i < 17; i++) {
            write(socket, chunk);
        }
        assertEquals("413", status(socket));
    }

    @Test
    void longHead_isRefused() throws Exception {
        String refused = answer("GET /query HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(20_000) + "\r\n\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 431 "), refused);
        assertTrue(refused.contains("application/problem+json"), refused);
    }

    @Test
    void upgrade_isNotHeardAndCostsNoSession() throws Exception {
        String answer = answer("GET /query HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("set-cookie"), answer);
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        sockets.add(socket);
        write(socket, text);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Status of the first answer on a connection. */
    private static String status(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] start = socket.getInputStream().readNBytes(12);
        return new String(start, StandardCharsets.US_ASCII).substring(9);
    }

    private String answer(String request) throws IOException {
        return answer(request, 20_000);
    }

    /** What comes until the server closes; nothing where that takes too long. */
    private String answer(String request, int millis) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(millis);
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            return "";
        }
    }

    private void assertQuick(String path) throws IOException {
        long start = System.nanoTime();
        String answer = answer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(answer.startsWith("HTTP/1.1 "), path + " was not answered");
        assertTrue(millis < 5_000, path + " took " + millis + " ms");
    }
}
