package dev.weir.alerting.window;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** One window of one subject, sound in all that rules read of it. */
public sealed interface Window {

    /** Which topic it came from. */
    WindowSource source();

    /** Whom it is about. */
    Subject subject();

    /** Where it stands in time. */
    Bounds bounds();

    /** 0 at the first publication, one more at each. */
    int revision();

    /** Event time up to which calls are in it: its end, or of a window that is published while it is open, what it holds so far. */
    default Instant asOf() {
        return bounds().end();
    }

    /** A few calls worth looking at; none where the topic names none. */
    default List<Exemplar> exemplars() {
        return List.of();
    }

    /**
     * Where a window stands in time.
     *
     * @param start inclusive
     * @param end exclusive
     */
    record Bounds(Tile tile, Instant start, Instant end) {

        private static Bounds of(String tileName, Instant start, Instant end) {
            Tile tile;
            try {
                tile = Tile.ofWireName(tileName);
            } catch (IllegalArgumentException e) {
                throw new UnsoundWindowException(String.valueOf(e.getMessage()));
            }
            if (!Duration.between(start, end).equals(tile.length())) {
                throw new UnsoundWindowException(
                        "window of " + Duration.between(start, end) + ": expected " + tile.length());
            }
            return new Bounds(tile, start, end);
        }
    }

    /** All calls of a series, or of what a view merges. */
    record Traffic(Subject.Series subject, Bounds bounds, int revision, WindowStats stats) implements Window {
        @Override
        public WindowSource source() {
            return WindowSource.TRAFFIC;
        }

        @Override
        public List<Exemplar> exemplars() {
            return stats.getExemplars();
        }
    }

    /** The judged calls of a series, or of what a view merges. */
    record Quality(Subject.Series subject, Bounds bounds, int revision, WindowQuality quality) implements Window {
        @Override
        public WindowSource source() {
            return WindowSource.QUALITY;
        }
    }

    /**
     * What a spender spends.
     *
     * @param asOf what had arrived by then is in it; not after the end
     */
    record Spend(Subject.Spender subject, Bounds bounds, int revision, Instant asOf, Spent spent) implements Window {
        @Override
        public WindowSource source() {
            return WindowSource.SPEND;
        }
    }

    /**
     * The window of a record; empty where the record is none.
     *
     * @throws UnsoundWindowException if its subject, tile, bounds or sketches make no sense
     */
    static Optional<Window> of(SpecificRecord decoded) {
        if (decoded instanceof WindowStats stats) {
            return Optional.of(traffic(stats));
        }
        if (decoded instanceof WindowQuality quality) {
            return Optional.of(quality(quality));
        }
        return decoded instanceof WindowSpend spend ? Optional.of(spend(spend)) : Optional.empty();
    }

    private static Window traffic(WindowStats stats) {
        List.of(
                        stats.getLatencyMicros(),
                        stats.getTtftMicros(),
                        stats.getTbtMicros(),
                        stats.getInputTokensPerCall(),
                        stats.getOutputTokensPerCall())
                .forEach(Window::requireSketch);
        SeriesKey key = SeriesKey.of(stats);
        Bounds bounds = Bounds.of(stats.getTile(), stats.getWindowStart(), stats.getWindowEnd());
        return new Traffic(new Subject.Series(key), bounds, stats.getRevision(), stats);
    }

    private static Window quality(WindowQuality quality) {
        SeriesKey key = SeriesKey.of(quality);
        Bounds bounds = Bounds.of(quality.getTile(), quality.getWindowStart(), quality.getWindowEnd());
        return new Quality(new Subject.Series(key), bounds, quality.getRevision(), quality);
    }

    private static Window spend(WindowSpend spend) {
        String by = spend.getDimension();
        SpenderKey.Kind kind = SpenderKey.Kind.ofWireName(by)
                .orElseThrow(() -> new UnsoundWindowException(
                        "dimension = " + by + ": expected one of " + SpenderKey.Kind.wireNames()));
        Bounds bounds = Bounds.of(spend.getTile(), spend.getWindowStart(), spend.getWindowEnd());
        Instant asOf = spend.getAsOf();
        return new Spend(
                new Subject.Spender(
                        new SpenderKey(spend.getTenant(), spend.getEnvironment(), kind, spend.getSpender())),
                bounds,
                spend.getRevision(),
                asOf == null || asOf.isAfter(bounds.end()) ? bounds.end() : asOf,
                new Spent(
                        spend.getCalls(),
                        spend.getUnpricedCalls(),
                        spend.getCostNanoUsd(),
                        Math.addExact(spend.getInputTokens(), spend.getOutputTokens()),
                        spend.getMaxInputTokens()));
    }

    private static void requireSketch(ByteBuffer sketch) {
        byte[] bytes = new byte[sketch.remaining()];
        sketch.duplicate().get(bytes);
        try {
            QuantileSketch.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw new UnsoundWindowException(String.valueOf(e.getMessage()));
        }
    }
}
