package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir query}: one question to a running instance. */
@Command(
        name = "query",
        description = "Asks a running instance: series, windows, quality, spend, prices/missing, counters, alerts or"
                + " alerts/history.")
final class QueryCommand implements Callable<Integer> {

    private static final List<String> WHAT =
            List.of("series", "windows", "quality", "spend", "prices/missing", "counters", "alerts", "alerts/history");

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "series, windows, quality, spend, prices/missing, counters, alerts, alerts/history")
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
        Instance.Answer answer = new Instance(url, common.load(terminal).config()).ask(what, parameters);
        if (answer.status() == 200 && !json && what.equals("windows")) {
            Tables.windows(terminal.out(), answer.body().path("windows"));
        } else if (answer.status() == 200) {
            lines(answer.body());
        }
        return answer.report(terminal);
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
}
