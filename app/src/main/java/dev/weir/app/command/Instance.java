package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.WeirConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running instance, asked over HTTP. */
final class Instance {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String root;

    /** @param url root of the instance; {@code null}: where the configuration says it listens */
    Instance(@Nullable String url, WeirConfig config) {
        this.root = url != null
                ? url
                : "http://" + config.http().host() + ":" + config.http().port();
    }

    /** What came back: a status and a JSON object. */
    record Answer(int status, JsonNode body) {

        private String message() {
            String detail = body.path("detail").asText();
            return detail.isEmpty() ? body.path("error").asText("status " + status) : detail;
        }

        /** Prints what is wrong with the answer, if anything is; the exit code. */
        int report(Terminal terminal) {
            if (status != 200) {
                terminal.err().println("weir: " + message());
                return status == 400 ? CommandLines.BAD_USAGE : CommandLines.FAILED;
            }
            if (body.path("partial").asBoolean()) {
                terminal.err().println("weir: partial answer, missing partitions " + body.path("missing_partitions"));
            }
            return CommandLines.DONE;
        }
    }

    /**
     * Asks one question.
     *
     * @param path below {@code /api/v1/}
     * @throws IllegalStateException if nothing answers
     */
    Answer ask(String path, Map<String, String> parameters) throws InterruptedException {
        String address = root + "/api/v1/" + path + query(parameters);
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(address + " does not answer: expected a running weir there", e);
        }
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
