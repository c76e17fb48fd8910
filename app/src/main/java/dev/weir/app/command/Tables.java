package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Windows and alerts as lines for people; what is unknown is a dash. */
final class Tables {

    private static final String WINDOW = "%-20s %-9s %-14s %-18s %-6s %7s %6s %6s %12s %8s %9s %9s %9s  %s";

    private Tables() {}

    static void windows(PrintWriter out, Iterable<? extends JsonNode> windows) {
        out.println(String.format(
                        Locale.ROOT,
                        WINDOW,
                        "start",
                        "tenant",
                        "route",
                        "model",
                        "ver",
                        "calls",
                        "errors",
                        "refus.",
                        "cost $",
                        "unpriced",
                        "p50 ms",
                        "p95 ms",
                        "ttft p95",
                        "quality (95 %)")
                .stripTrailing());
        for (JsonNode window : windows) {
            out.println(String.format(
                            Locale.ROOT,
                            WINDOW,
                            window.path("start").asText(),
                            cut(window.path("tenant").asText(), 9),
                            cut(window.path("route").asText(), 14),
                            cut(window.path("model").asText(), 18),
                            cut(window.path("version").asText(), 6),
                            window.path("calls").asText(),
                            window.path("errors").asText(),
                            window.path("refusals").asText(),
                            window.path("cost_usd")
                                    .decimalValue()
                                    .setScale(6, RoundingMode.HALF_EVEN)
                                    .toPlainString(),
                            window.path("unpriced_calls").asText(),
                            number(window.path("latency_ms").path("p50")),
                            number(window.path("latency_ms").path("p95")),
                            number(window.path("ttft_ms").path("p95")),
                            quality(window.path("quality")))
                    .stripTrailing());
        }
    }

    static void alerts(PrintWriter out, List<? extends JsonNode> alerts) {
        for (JsonNode alert : alerts) {
            out.println(String.format(
                            Locale.ROOT,
                            "%-20s %-9s %-28s %s",
                            alert.path("window_end").asText(),
                            alert.path("status").asText().toUpperCase(Locale.ROOT),
                            alert.path("alert").asText(),
                            alert.path("summary").asText())
                    .stripTrailing());
        }
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.0f", value.asDouble()) : "-";
    }

    private static String quality(JsonNode quality) {
        if (!quality.path("mean").isNumber()) {
            return "-";
        }
        String mean = String.format(Locale.ROOT, "%.2f", quality.path("mean").asDouble());
        String interval = quality.path("ci_low").isNumber()
                ? String.format(
                        Locale.ROOT,
                        " [%.2f, %.2f]",
                        quality.path("ci_low").asDouble(),
                        quality.path("ci_high").asDouble())
                : "";
        return mean + interval + " n=" + quality.path("n").asText();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "\u2026";
    }
}
