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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir query}: one question to a running instance. */
@Command(
        name = "query",
        description = "Asks a running instance: series, windows, quality, spend, counters, alerts or alerts/history.")
final class QueryCommand implements Callable<Integer> {

    private static final List<String> WHAT =
            List.of("series", "windows", "quality", "spend", "counters", "alerts", "alerts/history");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "series, windows, quality, spend, counters, alerts, alerts/history")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "route=, model=, tenant=, version=, from=, to=, step=, by=, limit=")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--url", paramLabel = "URL", description = "root of the instance; default from the configuration")
    private @Nullable String url;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    private final Terminal terminal;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (!WHAT.contains(what)) {
            throw new UsageException(what + ": expected one of " + String.join(", ", WHAT));
        }
        WeirConfig config = common.load(terminal).config();
        String root = url != null
                ? url
                : "http://" + config.http().host() + ":" + config.http().port();
        HttpResponse<String> response = ask(root + "/api/v1/" + what + query());
        JsonNode answer = new ObjectMapper().readTree(response.body());
        if (response.statusCode() != 200) {
            terminal.err().println("weir: " + answer.path("error").asText("status " + response.statusCode()));
            return response.statusCode() == 400 ? CommandLines.BAD_USAGE : CommandLines.FAILED;
        }
        if (json || !what.equals("windows")) {
            lines(answer);
        } else {
            Tables.windows(terminal.out(), answer.path("windows"));
        }
        if (answer.path("partial").asBoolean()) {
            terminal.err().println("weir: partial answer, missing partitions " + answer.path("missing_partitions"));
        }
        return CommandLines.DONE;
    }

    private void lines(JsonNode answer) {
        for (Map.Entry<String, JsonNode> field : answer.properties()) {
            if (field.getValue().isArray() && !field.getKey().equals("missing_partitions")) {
                field.getValue().forEach(terminal.out()::println);
                return;
            }
        }
        terminal.out().println(answer);
    }

    private static HttpResponse<String> ask(String address) throws InterruptedException {
        try {
            return HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(address + " does not answer: expected a running weir there", e);
        }
    }

    private String query() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
