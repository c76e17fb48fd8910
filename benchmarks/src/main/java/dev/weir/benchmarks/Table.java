package dev.weir.benchmarks;

import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.measure.RowResult;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.RowSpec.Kind;
import dev.weir.benchmarks.measure.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of one kind of input, baselines first, as aligned text or as Markdown. */
final class Table {

    private static final List<String> HEADER = List.of(
            "",
            "calls/s",
            "CPU s/M",
            "JIT",
            "GC",
            "ratio",
            "whole run",
            "broker",
            "bytes/call",
            "of which",
            "windows wrong",
            "calls dropped");
    private static final String NONE = "-";
    private static final double MILLION = 1e6;

    private final List<Line> lines = new ArrayList<>();
    private @Nullable Span limit;

    private record Line(RowSpec spec, @Nullable RowResult result, double brokerCpu, String failure) {}

    /** @param brokerCpu CPU seconds of the broker for one pass over the source */
    void add(RowSpec spec, RowResult result, double brokerCpu) {
        if (spec.kind() == Kind.LIMIT) {
            limit = result.steady();
        }
        lines.add(new Line(spec, result, brokerCpu, ""));
    }

    /** A row that came to nothing. */
    void addFailed(RowSpec spec, String failure) {
        lines.add(new Line(spec, null, 0, failure));
    }

    /** Whether every window of the product was right. */
    boolean isProductExact() {
        return lines.stream()
                .filter(line -> line.spec().kind() == Kind.PRODUCT)
                .map(Line::result)
                .allMatch(result -> result != null
                        && result.verdict() != null
                        && result.verdict().wrong() == 0);
    }

    String render(boolean markdown) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        lines.forEach(line -> rows.add(cells(line)));
        String table = markdown ? markdown(rows) : text(rows);
        String more = lines.stream()
                .flatMap(line -> line.result() == null ? Stream.<String>empty() : line.result().lines().stream())
                .collect(Collectors.joining(System.lineSeparator()));
        return more.isEmpty() ? table : table + System.lineSeparator() + more;
    }

    private List<String> cells(Line line) {
        RowResult result = line.result();
        if (result == null) {
            List<String> cells = new ArrayList<>(List.of(line.spec().title(), line.failure()));
            cells.addAll(IntStream.range(2, HEADER.size()).mapToObj(i -> NONE).toList());
            return cells;
        }
        Span steady = result.steady();
        Map<String, Long> bytes = result.brokerBytes();
        long calls = result.whole().calls();
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        String groups = bytes.entrySet().stream()
                .map(group -> group.getKey() + " " + number(1, (double) group.getValue() / calls))
                .collect(Collectors.joining(", "));
        Verdict verdict = result.verdict();
        return List.of(
                line.spec().title(),
                number(0, steady.callsPerSecond()),
                number(2, steady.cpuPerMillion()),
                number(2, steady.jitPerMillion()),
                number(2, steady.gcPerMillion()),
                limit == null ? NONE : number(2, steady.cpuPerMillion() / limit.cpuPerMillion()),
                number(2, result.whole().cpuPerMillion()),
                number(2, line.brokerCpu() / calls * MILLION),
                bytes.isEmpty() ? NONE : number(1, (double) all / calls),
                bytes.isEmpty() ? NONE : groups,
                verdict == null ? NONE : verdict.wrong() + " of " + verdict.windows(),
                verdict == null ? NONE : dropped(verdict));
    }

    private static String dropped(Verdict verdict) {
        return number(2, 100 * verdict.droppedShare()) + " % (late: " + number(2, 100 * verdict.lateShare()) + " %)";
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String markdown(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append("| ")
                    .append(String.join(" | ", rows.get(i)))
                    .append(" |")
                    .append(System.lineSeparator());
            if (i == 0) {
                out.append("|---".repeat(HEADER.size())).append('|').append(System.lineSeparator());
            }
        }
        return out.toString().stripTrailing();
    }

    private static String text(List<List<String>> rows) {
        int[] widths = IntStream.range(0, HEADER.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String space = " ".repeat(widths[column] - cell.length());
                out.append(column == 0 ? cell + space : "  " + space + cell);
            }
            out.append(System.lineSeparator());
        }
        return out.toString().stripTrailing();
    }
}
