package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.command.TextTable.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Answers as tables for people; what is unknown is a dash. */
final class Tables {

    private static final String UNKNOWN = "-";
    private static final List<Cell> SERIES = List.of(
            name("tenant", 6),
            name("environment", 4),
            name("route", 8),
            new Cell(Column.name("provider", 6).ranked(5), series -> text(series, "provider")),
            name("model", 10),
            name("version", 4));
    private static final List<Cell> WINDOWS = List.of(
            number("calls", window -> text(window, "calls")),
            number("errors", window -> text(window, "errors")),
            number("refusals", 7, window -> text(window, "refusals")),
            number("cost $", window -> usd(window.path("cost_usd"))),
            number("unpriced", 6, window -> text(window, "unpriced_calls")),
            number("p50 ms", 4, window -> round(window.path("latency_ms").path("p50"))),
            number("p95 ms", window -> round(window.path("latency_ms").path("p95"))),
            number("ttft p95", 8, window -> round(window.path("ttft_ms").path("p95"))),
            number("quality", 1, window -> score(window.path("quality").path("mean"))),
            number("95 % interval", 3, window -> interval(window.path("quality"))),
            number("judged", 5, window -> text(window.path("quality"), "n")));
    private static final List<Cell> SPEND = List.of(
            name("spender", 16),
            number("calls", spender -> text(spender, "calls")),
            number("cost $", spender -> usd(spender.path("cost_usd"))),
            number("unpriced", 1, spender -> text(spender, "unpriced_calls")),
            number("input tokens", 2, spender -> text(spender, "input_tokens")),
            number("output tokens", 3, spender -> text(spender, "output_tokens")),
            number("reported/cost", 4, spender -> text(spender, "reported_to_cost")));
    private static final List<Cell> MISSING = List.of(
            name("model", 16),
            number("calls", model -> text(model, "calls")),
            number("unpriced", model -> text(model, "unpriced_calls")),
            number("input tokens", 1, model -> text(model, "unpriced_input_tokens")),
            number("output tokens", 1, model -> text(model, "unpriced_output_tokens")));

    private final Terminal terminal;

    Tables(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A column and what it shows of an object. */
    private record Cell(Column column, Function<JsonNode, String> of) {}

    private static Cell name(String field, int least) {
        return new Cell(Column.name(field, least), object -> text(object, field));
    }

    private static Cell number(String title, Function<JsonNode, String> of) {
        return number(title, 0, of);
    }

    private static Cell number(String title, int rank, Function<JsonNode, String> of) {
        return new Cell(Column.number(title).ranked(rank), of);
    }

    /** Windows, alerts and the summary of a recording that has gone through. */
    void results(Results results, JsonNode summary) {
        shown(results.windows(), "no windows", this::windows);
        terminal.out().println();
        shown(results.alerts(), "no alerts", this::alerts);
        terminal.out().println();
        summary(summary);
    }

    private void shown(List<? extends JsonNode> rows, String nothing, InstanceOptions.Layout layout) {
        if (rows.isEmpty()) {
            terminal.out().println(nothing);
        } else {
            layout.print(rows);
        }
    }

    /** One sentence of a summary. */
    void summary(JsonNode summary) {
        String text =
                "read %s, counted %s, rejected %s, revised %s, unpriced %s, sampled %s, windows %s, alert transitions %s"
                        .formatted(
                                summary.path("read"),
                                summary.path("counted"),
                                summary.path("rejected"),
                                summary.path("revised"),
                                summary.path("unpriced_calls"),
                                summary.path("sampled"),
                                summary.path("windows"),
                                summary.path("alerts"));
        print(TextTable.wrapped(text, "  ", terminal.width()));
    }

    void windows(Iterable<? extends JsonNode> windows) {
        table(join(List.of(start(windows)), SERIES, WINDOWS), list(windows));
    }

    void series(Iterable<? extends JsonNode> series) {
        table(SERIES, list(series));
    }

    void spenders(Iterable<? extends JsonNode> spenders) {
        table(SPEND, list(spenders));
    }

    void missing(Iterable<? extends JsonNode> models) {
        table(MISSING, list(models));
    }

    /** One row for each evaluator and dimension of each window. */
    void quality(Iterable<? extends JsonNode> windows) {
        List<Cell> cells = join(
                List.of(start(windows)),
                SERIES,
                List.of(
                        name("evaluator", 8),
                        name("dimension", 8),
                        number("mean", row -> score(row.path("mean"))),
                        number("95 % interval", 2, Tables::interval),
                        number("n", row -> text(row, "n")),
                        number("judged", 3, row -> text(row, "judged_calls"))));
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode window : windows) {
            for (Map.Entry<String, JsonNode> evaluator :
                    window.path("evaluators").properties()) {
                evaluator
                        .getValue()
                        .path("dimensions")
                        .properties()
                        .forEach(dimension -> rows.add(estimate(window, evaluator, dimension)));
            }
        }
        for (JsonNode window : windows) {
            window.path("observed").forEach(said -> rows.add(observed(window, said)));
        }
        table(cells, rows);
    }

    /** Evaluations by others, of which nobody knows what they stand for: their mean without weights, and no interval. */
    private static JsonNode observed(JsonNode window, JsonNode said) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        window.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        said.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        row.set("mean", said.path("unweighted_mean"));
        return row.put("dimension", said.path("dimension").asText() + " (unweighted)");
    }

    private static JsonNode estimate(
            JsonNode window, Map.Entry<String, JsonNode> evaluator, Map.Entry<String, JsonNode> dimension) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        window.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        dimension.getValue().properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        row.set("judged_calls", evaluator.getValue().path("judged_calls"));
        return row.put("evaluator", evaluator.getKey()).put("dimension", dimension.getKey());
    }

    /** Two or more lines an alert: when, what and how bad, then what is wrong. */
    void alerts(Iterable<? extends JsonNode> alerts) {
        for (JsonNode alert : alerts) {
            String head = String.format(
                    Locale.ROOT,
                    "%s %-8s %s %s",
                    text(alert, "window_end"),
                    text(alert, "status").toUpperCase(Locale.ROOT),
                    text(alert, "severity"),
                    text(alert, "alert"));
            print(TextTable.wrapped(head, "    ", terminal.width()));
            TextTable.wrapped(text(alert, "summary"), "", terminal.width() - 4)
                    .forEach(line -> terminal.out().println("    " + line));
        }
    }

    /** Start of a window, without what all starts have in common: the date, in UTC. */
    private static Cell start(Iterable<? extends JsonNode> windows) {
        List<String> days = list(windows).stream()
                .map(window -> text(window, "start").split("T", 2)[0])
                .distinct()
                .toList();
        String title = days.size() == 1 ? days.get(0) : "start (UTC)";
        return new Cell(Column.text(title), window -> {
            String start = text(window, "start").replaceAll("(:00)?Z$", "");
            return days.size() == 1 ? start.replaceFirst(".*T", "") : start.replace('T', ' ');
        });
    }

    private void table(List<Cell> cells, List<? extends JsonNode> objects) {
        List<List<String>> rows = objects.stream()
                .map(object ->
                        cells.stream().map(cell -> cell.of().apply(object)).toList())
                .toList();
        print(new TextTable(cells.stream().map(Cell::column).toList(), rows).lines(terminal.width()));
    }

    private void print(List<String> lines) {
        lines.forEach(terminal.out()::println);
    }

    private static List<Cell> join(List<Cell> first, List<Cell> second, List<Cell> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private static List<JsonNode> list(Iterable<? extends JsonNode> objects) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(JsonNode.class::cast)
                .toList();
    }

    private static String text(JsonNode object, String field) {
        return Optional.of(object.path(field).asText())
                .filter(text -> !text.isEmpty())
                .orElse(UNKNOWN);
    }

    private static String usd(JsonNode value) {
        return value.isMissingNode() || value.isNull()
                ? UNKNOWN
                : new BigDecimal(value.asText())
                        .setScale(6, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    private static String round(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.0f", value.asDouble()) : UNKNOWN;
    }

    private static String score(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.asDouble()) : UNKNOWN;
    }

    private static String interval(JsonNode estimate) {
        return estimate.path("ci_low").isNumber()
                ? "[" + score(estimate.path("ci_low")) + ", " + score(estimate.path("ci_high")) + "]"
                : UNKNOWN;
    }
}
