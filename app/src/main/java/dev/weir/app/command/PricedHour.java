package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a running instance says an hour's calls cost, series by series. */
final class PricedHour {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int NANO_DIGITS = 9;

    private final Instance instance;
    private final Instant hour;

    /** Calls of one series, those of unknown cost, and the cost of the others in nano-USD. */
    record Sum(long calls, long unpricedCalls, long nanoUsd) {}

    /** All series of the hour, by name. */
    record State(Map<SeriesKey, Sum> sums) {

        long calls() {
            return total(Sum::calls);
        }

        long unpricedCalls() {
            return total(Sum::unpricedCalls);
        }

        BigDecimal costUsd() {
            return BigDecimal.valueOf(total(Sum::nanoUsd), NANO_DIGITS);
        }

        int series() {
            return sums.size();
        }

        /** Series that both say the same of. */
        long same(State other) {
            return series() - others(other).count();
        }

        /** Names of the series that the other does not say the same of. */
        Stream<String> others(State other) {
            return sums.entrySet().stream()
                    .filter(one -> !one.getValue().equals(other.sums.get(one.getKey())))
                    .map(one -> name(one.getKey()));
        }

        private long total(ToLongFunction<Sum> part) {
            return sums.values().stream().mapToLong(part).sum();
        }

        private static String name(SeriesKey series) {
            return Arrays.stream(Dimension.values())
                    .map(dimension -> dimension.wireName() + "=" + series.part(dimension))
                    .collect(Collectors.joining(" "));
        }
    }

    PricedHour(Instance instance, Instant hour) {
        this.instance = instance;
        this.hour = hour;
    }

    /** What was counted of each series. */
    static State of(Map<String, TrafficAggregate> counted) {
        Map<SeriesKey, Sum> sums = new TreeMap<>();
        counted.forEach((series, sum) -> sums.put(
                SeriesKey.parse(series),
                new Sum(sum.count(Count.CALLS), sum.count(Count.UNPRICED_CALLS), sum.count(Count.COST_NANO_USD))));
        return new State(sums);
    }

    /**
     * What the instance says now.
     *
     * @throws IllegalStateException if it does not say, or not all
     */
    State ask() throws InterruptedException {
        Instance.Answer answer = instance.ask(
                "windows",
                Map.of(
                        "step",
                        "1h",
                        "from",
                        hour.toString(),
                        "to",
                        hour.plus(Tile.HOUR.length()).toString(),
                        "limit",
                        "100000"));
        if (answer.status() != 200
                || answer.body().path("partial").asBoolean()
                || answer.body().has("next_cursor")) {
            throw new IllegalStateException("the instance says nothing whole of " + hour
                    + ": expected all partitions to be answered, got " + answer.status() + " "
                    + answer.body().path("detail").asText());
        }
        Map<SeriesKey, Sum> sums = new TreeMap<>();
        for (JsonNode window : answer.body().path("windows")) {
            sums.put(
                    new SeriesKey(
                            window.path("tenant").asText(),
                            window.path("environment").asText(),
                            window.path("route").asText(),
                            window.path("provider").asText(),
                            window.path("model").asText(),
                            window.path("version").asText()),
                    new Sum(
                            window.path("calls").asLong(),
                            window.path("unpriced_calls").asLong(),
                            nanoUsd(window.path("cost_usd"))));
        }
        return new State(sums);
    }

    /** Exact below a million dollars. */
    private static long nanoUsd(JsonNode usd) {
        return new BigDecimal(usd.asText())
                .setScale(NANO_DIGITS, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }

    /** Waits until the instance says what was found of every series, or says the rest no differently for a while. */
    State await(State found, Duration patience) throws InterruptedException {
        State now = ask();
        long deadline = System.nanoTime() + patience.toNanos();
        while (now.same(found) < now.series() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            State next = ask();
            if (!next.equals(now)) {
                deadline = System.nanoTime() + patience.toNanos();
            }
            now = next;
        }
        return now;
    }
}
