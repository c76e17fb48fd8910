package dev.weir.schemas.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.http.BoundedHttp.AnswerTooLongException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class BoundedHttpTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration HASTY = Duration.ofMillis(1_500);

    /** A server for one connection, which it answers with fixed bytes and closes when the client has. */
    private static final class OneAnswer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Integer> end;

        OneAnswer(String answer) throws IOException {
            end = CompletableFuture.supplyAsync(() -> serve(answer));
        }

        private int serve(String answer) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int c = in.read();
                    if (c < 0) {
                        return c;
                    }
                    head.append((char) c);
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                return in.read();
            } catch (IOException e) {
                return -1;
            }
        }

        HttpRequest request() {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"))
                    .build();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void answerWithinItsBounds_isGivenWhole() throws Exception {
        try (OneAnswer server = new OneAnswer(answer("200 OK", "", "four"))) {
            assertArrayEquals(
                    "four".getBytes(StandardCharsets.US_ASCII),
                    new BoundedHttp(PATIENT, PATIENT)
                            .exchange(server.request(), BoundedHttp.atMost(4))
                            .body());
        }
    }

    @Test
    void oneByteTooMany_endsTheExchange() throws Exception {
        try (OneAnswer server = new OneAnswer(answer("200 OK", "", "fives"))) {
            AnswerTooLongException tooLong = assertThrows(
                    AnswerTooLongException.class,
                    () -> new BoundedHttp(PATIENT, PATIENT).exchange(server.request(), BoundedHttp.atMost(4)));
            assertEquals("answer is longer than 4 bytes", tooLong.getMessage());
        }
    }

    @Test
    void bodyThatNeverEnds_isGivenUpAtTheDeadline_andTheConnectionIsClosed() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun")) {
            HttpTimeoutException late = assertThrows(
                    HttpTimeoutException.class,
                    () -> new BoundedHttp(PATIENT, HASTY).exchange(server.request(), BodyHandlers.ofByteArray()));
            assertEquals("no whole answer within PT1.5S", late.getMessage());
            server.close();
            assertEquals(-1, server.end.get(), "the connection was closed by the client, if it was made in time");
        }
    }

    @Test
    void answerOfTheFuture_endsAtTheDeadlineToo() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun")) {
            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> new BoundedHttp(PATIENT, HASTY)
                            .send(server.request(), BodyHandlers.ofByteArray())
                            .get());
            assertTrue(failed.getCause() instanceof TimeoutException, String.valueOf(failed.getCause()));
            server.close();
            assertEquals(-1, server.end.get(), "the connection was closed by the client, if it was made in time");
        }
    }

    @Test
    void redirect_isAnAnswerAndNotFollowed() throws Exception {
        try (OneAnswer server = new OneAnswer(answer("302 Found", "Location: http://127.0.0.1:1/\r\n", ""))) {
            assertEquals(
                    302,
                    new BoundedHttp(PATIENT, PATIENT)
                            .exchange(server.request(), BodyHandlers.discarding())
                            .statusCode());
        }
    }

    @Test
    void serverThatIsNotThere_isAFailureAndNoTimeout() throws Exception {
        HttpRequest request;
        try (OneAnswer gone = new OneAnswer("")) {
            request = gone.request();
        }
        IOException failed = assertThrows(
                IOException.class,
                () -> new BoundedHttp(PATIENT, PATIENT).exchange(request, BodyHandlers.discarding()));
        assertFalse(failed instanceof HttpTimeoutException, failed.toString());
    }
}
