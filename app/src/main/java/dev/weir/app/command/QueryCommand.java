package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private final InstanceOptions instance = new InstanceOptions();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "series, windows, quality, spend, prices/missing, counters, alerts, alerts/history")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "parameters of the HTTP API: route=, model=, from=, to=, step=, by=, limit= and others")
    private Map<String, String> parameters = new LinkedHashMap<>();

    private final Terminal terminal;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Tables tables = new Tables(terminal);
        return switch (what) {
            case "series" -> show("series", "no series yet", tables::series);
            case "windows" -> show("windows", "no windows", tables::windows);
            case "quality" -> show("quality", "no judged windows", tables::quality);
            case "spend" -> show("spenders", "no spenders", tables::spenders);
            case "prices/missing" -> show("models", PricesMissingCommand.NOTHING, tables::missing);
            case "alerts" -> show("alerts", "no alert is active", tables::alerts);
            case "alerts/history" -> show("alerts", "no alert has ever fired", tables::alerts);
            case "counters" -> counters();
            default -> throw new UsageException(what + ": expected one of " + String.join(", ", WHAT));
        };
    }

    private int show(String rows, String nothing, InstanceOptions.Layout layout) throws InterruptedException {
        return instance.show(terminal, what, parameters, rows, nothing, layout);
    }

    private int counters() throws InterruptedException {
        Instance.Answer answer = instance.ask(terminal, what, parameters);
        if (answer.status() == 200 && instance.json()) {
            terminal.out().println(answer.body());
        } else if (answer.status() == 200) {
            for (Map.Entry<String, JsonNode> store : answer.body().properties()) {
                store.getValue()
                        .properties()
                        .forEach(counter -> terminal.out()
                                .println(store.getKey() + " " + counter.getKey() + " " + counter.getValue()));
            }
        }
        return answer.report(terminal);
    }
}
