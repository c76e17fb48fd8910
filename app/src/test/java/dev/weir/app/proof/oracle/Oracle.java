package dev.weir.app.proof.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The windows that a list of calls ought to become. Keeps every value; sorts them for the quantiles. */
public final class Oracle {

    private static final Map<String, Long> TILES = Map.of("minute", 60_000L, "hour", 3_600_000L, "day", 86_400_000L);
    private static final Map<String, Double> QUANTILES = Map.of("p50", 0.50, "p95", 0.95, "p99", 0.99);

    private Oracle() {}

    /** Expected windows of every tile, of series. */
    public static SortedMap<WindowId, Window> windows(List<Call> calls) {
        return windows(calls, Set.of());
    }

    /**
     * Expected windows of every tile, of series and views.
     *
     * @param views each the names of the dimensions that it keeps apart
     */
    public static SortedMap<WindowId, Window> windows(List<Call> calls, Set<Set<String>> views) {
        Map<WindowId, Sums> sums = new TreeMap<>();
        for (Call call : calls) {
            long millis = Math.floorDiv(call.endMicros(), 1_000L);
            TILES.forEach((tile, length) -> {
                WindowId series = new WindowId(
                        call.tenant(),
                        call.environment(),
                        call.route(),
                        call.provider(),
                        call.model(),
                        call.version(),
                        tile,
                        Math.floorDiv(millis, length) * length);
                sums.computeIfAbsent(series, absent -> new Sums()).add(call);
                views.forEach(kept -> sums.computeIfAbsent(series.in(kept), absent -> new Sums())
                        .add(call));
            });
        }
        SortedMap<WindowId, Window> windows = new TreeMap<>();
        sums.forEach((id, sum) -> windows.put(id, sum.toWindow()));
        return windows;
    }

    private static final class Sums {
        private final Map<String, Long> exact = new TreeMap<>();
        private final Map<String, List<Integer>> values = new TreeMap<>();

        Sums() {
            for (String name : List.of(
                    "hard_errors",
                    "soft_errors",
                    "refusals",
                    "input_tokens",
                    "output_tokens",
                    "cached_input_tokens",
                    "reasoning_output_tokens",
                    "unmeasured_calls",
                    "cost_nano_usd",
                    "unpriced_calls")) {
                exact.put(name, 0L);
            }
            for (String name : List.of("latency", "ttft", "tbt", "input_per_call", "output_per_call")) {
                values.put(name, new ArrayList<>());
            }
        }

        void add(Call call) {
            count("calls", 1);
            count("hard_errors", call.ending().isHardError() ? 1 : 0);
            count("soft_errors", call.ending().isSoftError() ? 1 : 0);
            count("refusals", call.ending().isRefusal() ? 1 : 0);
            OptionalLong cost = Prices.nanoUsd(call);
            count("cost_nano_usd", cost.orElse(0));
            count("unpriced_calls", cost.isPresent() ? 0 : 1);
            addTokens(call);
            addTimes(call);
        }

        private void addTokens(Call call) {
            if (call.inputTokens() == null || call.outputTokens() == null) {
                count("unmeasured_calls", 1);
                return;
            }
            count("input_tokens", call.inputTokens());
            count("output_tokens", call.outputTokens());
            count("cached_input_tokens", call.cachedTokens());
            count("reasoning_output_tokens", call.reasoningTokens());
            value("input_per_call", call.inputTokens());
            value("output_per_call", call.outputTokens());
        }

        private void addTimes(Call call) {
            value("latency", call.durationMicros());
            value("ttft", call.ttftMicros());
            Long tokens = call.outputTokens();
            if (call.durationMicros() != null && call.ttftMicros() != null && tokens != null && tokens > 1) {
                value("tbt", (call.durationMicros() - call.ttftMicros()) / (tokens - 1));
            }
        }

        private void count(String name, long more) {
            exact.merge(name, more, Math::addExact);
        }

        private void value(String name, @Nullable Long value) {
            if (value != null) {
                values.getOrDefault(name, List.of()).add(Math.toIntExact(value));
            }
        }

        Window toWindow() {
            Map<String, Double> quantiles = new TreeMap<>();
            values.forEach((name, list) -> {
                exact.put(name + ".n", (long) list.size());
                list.sort(null);
                if (!list.isEmpty()) {
                    QUANTILES.forEach((quantile, q) -> quantiles.put(name + "." + quantile, (double)
                            list.get((int) Math.floor(q * (list.size() - 1)))));
                }
            });
            return new Window(exact, quantiles);
        }
    }
}
