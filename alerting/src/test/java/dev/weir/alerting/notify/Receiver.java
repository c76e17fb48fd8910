package dev.weir.alerting.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers as told and remembers what it was sent. */
final class Receiver implements AutoCloseable {

    /** Status that stands for an answer whose body never ends, until the receiver closes. */
    static final int DRIBBLE = -1;

    /** Status that stands for no answer at all, until the receiver closes. */
    static final int SILENCE = -2;

    /** Status that stands for an answer that ends before it said it would. */
    static final int CUT = -3;

    record Request(String path, String key, String body) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    volatile String retryAfter = "";
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        requests.add(new Request(exchange.getRequestURI().getPath(), key == null ? "" : key, body));
        Integer status = answers.isEmpty() ? Integer.valueOf(200) : answers.removeFirst();
        if (status == DRIBBLE) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            awaitClose();
        } else if (status == SILENCE) {
            awaitClose();
        } else if (status == CUT) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        } else {
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
