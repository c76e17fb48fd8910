package dev.weir.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Requests to every route of a server, wrong in every way that a seed chooses: what no client library would send. */
public final class HostileRequests {

    private static final List<String> OTHERS = List.of(
            "/",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/subjects",
            "/subjects/weir.traces-value/versions/1",
            "/schemas/ids/1",
            "/config",
            "/mode",
            "/compatibility/subjects/x/versions/latest",
            "/internal/v1/windows/series-windows",
            "/internal/v1/keys/x",
            "/internal/v1/",
            "/v1/traces",
            "/v1/logs",
            "/v1/metrics",
            "/nothing");
    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "GET",
            "GET",
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "CONNECT",
            "get",
            "BREW",
            "G\u00e4T",
            "");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "ICY", "");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "0",
            "-1",
            "99999999999999999999",
            "1e9",
            "NaN",
            "now",
            "-6h",
            "-999999d",
            "-0m",
            "1m",
            "5m",
            "1d",
            "0m",
            "999999d",
            "2026-11-21T08:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "9223372036854775807",
            "-9223372036854775808",
            "~all",
            "~other",
            "route,model",
            "route,route",
            ",",
            "user",
            "-cost_usd",
            "cost_usd,-calls",
            "quality.mean",
            "json",
            "csv",
            "xml",
            "%",
            "%zz",
            "%00",
            "%c0%af",
            "%ff",
            "%F0%9F%98%80",
            "%0d%0aX:1",
            "../../etc/passwd",
            "{\"$ne\":1}",
            "' or 1=1",
            "<script>",
            "\u00e4",
            "\u0001",
            "a&&b",
            ";",
            "AAAA",
            "eyJ9",
            "a".repeat(300),
            "9".repeat(5_000),
            "critical",
            "firing",
            "openai",
            "gpt-4o",
            "1,2,3",
            "0-0",
            "2147483648",
            "partitions");
    private static final List<String> GOOD_VALUES = List.of(
            "1",
            "100",
            "now",
            "-6h",
            "-30m",
            "1m",
            "5m",
            "1h",
            "1d",
            "route",
            "route,model",
            "user",
            "json",
            "csv",
            "openai",
            "",
            "firing");
    private static final List<String> HEADERS = List.of(
            "Accept: text/csv",
            "Accept: */*;q=0",
            "Accept: ;;;,,",
            "Accept: application/json;q=x",
            "Accept-Encoding: gzip",
            "Accept-Encoding: gzip;q=nan, br, *",
            "Accept-Charset: nope",
            "Accept-Language: \u00e4\u00e4;q=9",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: x",
            "Sec-WebSocket-Extensions: x;;=",
            "Content-Type: application/json",
            "Content-Type: application/x-protobuf",
            "Content-Type: text/plain; charset=nope",
            "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Type: /;=",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Encoding: gzip",
            "Content-Encoding: br",
            "Content-Length: 0",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1, 2",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: \u0001",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Cookie: JSESSIONID=x; a",
            "Cookie: =;;\"",
            "Range: bytes=0-1",
            "Range: x",
            "If-None-Match: \"x\"",
            "If-Modified-Since: never",
            "Origin: null",
            "Origin: http://x\u0001",
            "Access-Control-Request-Method: POST",
            "Host: y",
            "Host:",
            "Host: [::",
            "Host: a:99999",
            "X-Forwarded-For: x",
            "Authorization: Basic %%%",
            "Authorization: Bearer",
            "X: " + "y".repeat(6_000),
            "No colon",
            " folded: x",
            ": nameless",
            "A\u0000B: c",
            "T\u00e4st: \u00ff");

    private final Random random;
    private final List<String> paths = new ArrayList<>(OTHERS);
    private final List<String> parameters =
            new ArrayList<>(List.of("", "x", "partitions", "from", "to", "tile", "key"));

    /** @param openApi the description of the API */
    public HostileRequests(long seed, JsonNode openApi) {
        this.random = new Random(seed);
        openApi.path("paths").properties().forEach(path -> {
            paths.add(path.getKey());
            path.getValue()
                    .at("/get/parameters")
                    .forEach(parameter -> parameters.add(parameter.path("name").asText()));
        });
    }

    /** The routes that a server describes. */
    public static HostileRequests of(long seed, String url) throws IOException {
        return new HostileRequests(
                seed,
                new ObjectMapper()
                        .readTree(URI.create(url + "/api/openapi.json").toURL()));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean seldom() {
        return random.nextInt(8) == 0;
    }

    /** The bytes of the next request. The server closes the connection when it has answered. */
    public byte[] next() {
        StringBuilder text = new StringBuilder();
        boolean usual = random.nextInt(3) > 0;
        text.append(usual ? "GET" : any(METHODS))
                .append(' ')
                .append(path())
                .append(query())
                .append(' ');
        text.append(usual ? "HTTP/1.1" : any(VERSIONS)).append("\r\n");
        text.append(seldom() ? "" : "Host: x\r\n").append("Connection: close\r\n");
        for (int i = random.nextInt(4); i > 1; i--) {
            text.append(any(HEADERS)).append("\r\n");
        }
        text.append("\r\n");
        if (seldom()) {
            text.append(any(VALUES)).append(any(VALUES));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                text.toString().getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        if (seldom()) {
            byte[] noise = bytes.toByteArray();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            return noise;
        }
        return bytes.toByteArray();
    }

    private String path() {
        String path = any(paths);
        if (seldom()) {
            int at = random.nextInt(path.length() + 1);
            return path.substring(0, at)
                    + any(List.of(
                            "%", "%2e%2e/", "//", ";a=b", "\\", "%2F", "..", "\u00e4", "#x", "http://a/", "*", " "))
                    + any(VALUES)
                    + path.substring(at);
        }
        return path;
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            query.append(query.length() == 0 ? '?' : '&').append(any(parameters));
            query.append(seldom() ? "" : "=").append(seldom() ? any(VALUES) : any(GOOD_VALUES));
        }
        return query.toString();
    }

    /** Whether an answer shows a defect of the server, a session, or a stack. */
    public static boolean isDefect(String answer) {
        boolean retried = answer.startsWith("503", 9) && answer.contains("\r\nRetry-After: ");
        return (answer.startsWith("5", 9) && !retried)
                || answer.toLowerCase(Locale.ROOT).contains("\r\nset-cookie:")
                || answer.contains("\tat ");
    }

    /** Sends one and reads what comes until the server closes, or as long as it says nothing for a second. */
    public static String answer(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                InputStream in = socket.getInputStream();
                byte[] piece = new byte[8_192];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    answer.write(piece, 0, read);
                }
            } catch (IOException e) { // reset or silent: what came before it counts
                return answer.toString(StandardCharsets.ISO_8859_1);
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
