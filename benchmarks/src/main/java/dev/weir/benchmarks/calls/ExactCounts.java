package dev.weir.benchmarks.calls;

import dev.weir.app.traffic.Arrival;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * What an offline count of all calls gives for every series and window: calls, input and output tokens. Generates the
 * calls again, so it needs no broker and shares no code with what it checks. About 200 bytes a window.
 */
public final class ExactCounts {

    /** Grace of the rows that drop late calls, milliseconds. */
    public static final long GRACE_MILLIS = 30_000;

    private final Map<Window, Sums> windows = new HashMap<>();
    private final long calls;
    private long late;

    /** One window of one series. */
    public record Window(String series, Tile tile, long startMillis) {}

    /** What is compared. */
    public record Sums(long calls, long inputTokens, long outputTokens) {

        Sums plus(Sums other) {
            return new Sums(calls + other.calls, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
        }
    }

    /**
     * What a comparison found.
     *
     * @param windows how many there should be
     * @param wrong windows that are missing, differ or should not be there
     * @param droppedShare calls that no minute window holds, of all calls
     * @param lateShare calls that are late by the rule that judges each source partition by itself, of all calls
     */
    public record Verdict(long windows, long wrong, double droppedShare, double lateShare) {}

    public ExactCounts(Data data, long count, int partitions) {
        this.calls = count;
        long[] highest = new long[partitions];
        Arrays.fill(highest, Long.MIN_VALUE);
        SeededCalls seeded = new SeededCalls(data, count);
        while (seeded.hasNext()) {
            Arrival arrival = seeded.next();
            long eventMillis = add(arrival.event());
            byte[] key = arrival.event().getTraceId().getBytes(StandardCharsets.UTF_8);
            int partition = BuiltInPartitioner.partitionForKey(key, partitions);
            if (highest[partition] >= Tile.MINUTE.startOf(eventMillis) + Tile.MINUTE.millis() + GRACE_MILLIS) {
                late++;
            }
            highest[partition] = Math.max(highest[partition], eventMillis);
        }
    }

    private long add(TraceEvent event) {
        long eventMillis = event.getStartTime()
                .plusNanos(event.getDurationMicros() * 1000L)
                .toEpochMilli();
        String series = SeriesKey.of(
                        "default",
                        event.getEnvironment(),
                        event.getRoute(),
                        event.getProvider(),
                        event.getRequestModel(),
                        event.getPromptVersion())
                .text();
        Long output = event.getOutputTokens();
        Sums one = new Sums(1, event.getInputTokens(), output == null ? 0 : output);
        for (Tile tile : Tile.values()) {
            windows.merge(new Window(series, tile, tile.startOf(eventMillis)), one, Sums::plus);
        }
        return eventMillis;
    }

    /**
     * Compares windows of all tiles, or of minutes only.
     *
     * @param found the last word on every window
     */
    public Verdict compare(Map<Window, Sums> found, boolean minutesOnly) {
        Set<Tile> tiles = minutesOnly ? EnumSet.of(Tile.MINUTE) : EnumSet.allOf(Tile.class);
        long wanted = 0;
        long right = 0;
        for (Map.Entry<Window, Sums> exact : windows.entrySet()) {
            if (tiles.contains(exact.getKey().tile())) {
                wanted++;
                right += exact.getValue().equals(found.get(exact.getKey())) ? 1 : 0;
            }
        }
        long unwanted = found.keySet().stream()
                .filter(window -> !windows.containsKey(window))
                .count();
        long counted = found.entrySet().stream()
                .filter(window -> window.getKey().tile() == Tile.MINUTE)
                .mapToLong(window -> window.getValue().calls())
                .sum();
        return new Verdict(
                wanted, wanted - right + unwanted, (double) (calls - counted) / calls, (double) late / calls);
    }
}
