package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.schemas.registry.EmbeddedRegistry.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A small schema registry over HTTP for tests: registers, looks up and checks as Confluent's does, or fails the way it is
 * told to. Ids count from 1.
 */
final class RegistryServer implements AutoCloseable {

    /** How the server behaves. */
    enum Mode {
        WELL,
        STATUS_500,
        STATUS_429,
        SILENT,
        ENDLESS_BODY,
        FOREIGN_404,
        CONFLUENT_404,
        HTML_200
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, List<Integer>> subjects = new HashMap<>();
    private final List<Schema> schemas = new ArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile Mode mode = Mode.WELL;
    volatile @Nullable String wantedAuthorization;

    private RegistryServer(@Nullable Served served) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            requests.add(exchange.getRequestMethod() + " " + path);
            respond(exchange, served == null ? answer(exchange) : served.answer(exchange, path));
        });
        server.start();
    }

    /** Answers that do not come from this server. */
    private interface Served {
        Answer answer(HttpExchange exchange, String path) throws IOException;
    }

    /** A registry of its own. */
    static RegistryServer start() throws IOException {
        return new RegistryServer(null);
    }

    /** A server that says the same to everything. */
    static RegistryServer saying(Answer answer) throws IOException {
        return new RegistryServer((exchange, path) -> answer);
    }

    /** A server that answers as an embedded registry does. */
    static RegistryServer serving(EmbeddedRegistry registry) throws IOException {
        return new RegistryServer((exchange, path) -> exchange.getRequestMethod()
                        .equals("GET")
                ? registry.get(path)
                : registry.post(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized int register(String subject, Schema schema) {
        int index = schemas.indexOf(schema);
        if (index < 0) {
            schemas.add(schema);
            index = schemas.size() - 1;
        }
        List<Integer> ids = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!ids.contains(index + 1)) {
            ids.add(index + 1);
        }
        return index + 1;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String wanted = wantedAuthorization;
        if (wanted != null && !wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = exchange.getRequestURI().getRawPath().substring(1).split("/");
        return exchange.getRequestMethod().equals("GET") ? get(parts) : post(parts, JSON.readTree(body));
    }

    private synchronized Answer get(String[] parts) {
        int id = Integer.parseInt(parts[2]);
        if (id < 1 || id > schemas.size()) {
            return new Answer(404, "{\"error_code\":40403,\"message\":\"Schema " + id + " not found\"}");
        }
        return new Answer(
                200,
                JSON.createObjectNode()
                        .put("schema", schemas.get(id - 1).toString())
                        .toString());
    }

    private synchronized Answer post(String[] parts, JsonNode body) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(body.path("schema").asText());
        } catch (SchemaParseException e) {
            return new Answer(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}");
        }
        boolean check = parts[0].equals("compatibility");
        String subject = URLDecoder.decode(parts[check ? 2 : 1], StandardCharsets.UTF_8);
        List<Integer> ids = subjects.getOrDefault(subject, List.of());
        boolean compatible = ids.isEmpty() || isCompatible(schema, schemas.get(ids.get(ids.size() - 1) - 1));
        if (check) {
            return ids.isEmpty()
                    ? new Answer(404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}")
                    : new Answer(200, "{\"is_compatible\":" + compatible + "}");
        }
        if (parts.length == 3) {
            return compatible
                    ? new Answer(200, "{\"id\":" + register(subject, schema) + "}")
                    : new Answer(409, "{\"error_code\":409,\"message\":\"incompatible with an earlier schema\"}");
        }
        int index = schemas.indexOf(schema);
        if (ids.isEmpty()) {
            return new Answer(404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}");
        }
        return ids.contains(index + 1)
                ? new Answer(200, "{\"subject\":\"" + subject + "\",\"version\":1,\"id\":" + (index + 1) + "}")
                : new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    }

    private static boolean isCompatible(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private void respond(HttpExchange exchange, Answer well) throws IOException {
        Answer answer = switch (mode) {
            case WELL, SILENT, ENDLESS_BODY -> well;
            case STATUS_500 -> new Answer(500, "{\"error_code\":50001,\"message\":\"Error in the backend\"}");
            case STATUS_429 -> new Answer(429, "slow down");
            case FOREIGN_404 -> new Answer(404, "<html>no such page</html>");
            case CONFLUENT_404 -> new Answer(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
            case HTML_200 -> new Answer(200, "<html>log in</html>");
        };
        try (exchange) {
            if (mode == Mode.SILENT) {
                closing.await();
                return;
            }
            byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), mode == Mode.ENDLESS_BODY ? bytes.length + 1L : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            if (mode == Mode.ENDLESS_BODY) {
                closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is being closed
        }
    }
}
