package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.topology.commit.OneStep;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.wire.WireReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The step that merges sums, alone: batches, frontiers, replacements and restatements go in, windows and progress come out. */
abstract class MergeFixture {

    static final String TOPIC = "routed";
    static final long MINUTE = Tile.MINUTE.millis();
    static final long T0 = 1_760_000_000_000L - 1_760_000_000_000L % Tile.DAY.millis();
    static final int SOURCES = 2;
    static final Duration GRACE = Duration.ofSeconds(60);
    static final Duration RETENTION = Duration.ofHours(3);
    /** A rollup, and its only key. */
    static final String TOTAL = "total";

    static final String ALL = "all";
    static final Updates<SumAggregate> APPEND = new Updates.Append<>();
    static final Updates<SumAggregate> RESTATE =
            new Updates.Restate<>(Topics.SERIES_RESTATEMENTS, SumAggregate::differenceTo, SumAggregate::mergeWith);
    static final Updates<SumAggregate> REPLACE = new Updates.Replace<>(
            "scored",
            "scored-series",
            "ledger",
            "counters",
            RETENTION,
            (from, taken) -> from.mergeWith(new SumAggregate(-taken.n(), -taken.sum())));

    private @Nullable OneStep<String, String> step;

    private static WindowKind<SumAggregate> kind(Updates<SumAggregate> updates, int mostKeys) {
        return new WindowKind<>(
                "sums",
                "sums",
                SumAggregate.TYPE,
                new WindowRules(GRACE, Duration.ZERO, Map.of(Tile.MINUTE, RETENTION)),
                new Caps(
                        Math.min(1, mostKeys),
                        mostKeys,
                        key -> key.equals(ALL) ? TOTAL : "",
                        key -> "",
                        (key, known, partition) -> Caps.OTHER + partition,
                        key -> false),
                new Rollups(List.of(TOTAL), key -> List.of(ALL)),
                Duration.ofHours(2),
                Openness.untilClosed(),
                updates,
                Topics.WINDOW_STATS,
                window -> {
                    throw new AssertionError("the step makes no records");
                },
                new WindowBound(10, new WindowBound.Keys(1, 1), null));
    }

    void start(Updates<SumAggregate> updates, int mostKeys) throws IOException {
        step = OneStep.of(
                List.of(TOPIC),
                Serdes.String(),
                MergeWindows.supplier(kind(updates, mostKeys), SOURCES, new Uncommitted()),
                MergeFixture::text);
    }

    void start(Updates<SumAggregate> updates) throws IOException {
        start(updates, 1_000);
    }

    @AfterEach
    void close() throws IOException {
        step().close();
    }

    OneStep<String, String> step() {
        if (step == null) {
            throw new IllegalStateException("used before start");
        }
        return step;
    }

    /** A window as {@code key minute revision n/sum}, progress as {@code key frontier complete_until}, relative to T0. */
    private static String text(Record<String, Publication<SumAggregate>> record) {
        if (record.value() instanceof Publication.Window<SumAggregate> published) {
            LiveWindows.Published<SumAggregate> window = published.window();
            assertEquals(record.key(), window.key().key());
            return "%s %d r%d %d/%d"
                    .formatted(
                            record.key(),
                            (window.key().startMillis() - T0) / MINUTE,
                            window.revision(),
                            window.aggregate().n(),
                            window.aggregate().sum());
        }
        if (record.value() instanceof Publication.Adjustment<SumAggregate> adjustment) {
            return text(record.key(), adjustment.routed());
        }
        Publication.Progress<SumAggregate> progress = (Publication.Progress<SumAggregate>) record.value();
        assertEquals(KeyPartitioner.toPartition(0), record.key());
        return "progress %d %d%s"
                .formatted(progress.frontier() - T0, progress.completeUntil() - T0, progress.ended() ? " ended" : "");
    }

    private static String text(String key, byte[] routed) {
        List<String> texts = new ArrayList<>();
        Routed.read(routed, new Routed.Receiver() {
            @Override
            public void partial(String of, long eventMillis, WireReader aggregate) {
                throw new AssertionError("a partial");
            }

            @Override
            public void frontier(Routed.Frontier frontier) {
                throw new AssertionError("a frontier");
            }

            @Override
            public void adjustment(Routed.Restatement adjustment) {
                SumAggregate difference = SumAggregate.TYPE.read(new WireReader(adjustment.aggregate()));
                assertEquals(key, adjustment.key());
                texts.add("adjust %s %d %d/%d"
                        .formatted(key, (adjustment.start() - T0) / MINUTE, difference.n(), difference.sum()));
            }
        });
        return texts.get(0);
    }

    record Part(String key, long eventMillis, long value) {}

    void batch(Routed.@Nullable Frontier frontier, Part... parts) {
        Routed.Batch batch = new Routed.Batch();
        for (Part part : parts) {
            batch.add(part.key(), part.eventMillis(), SumAggregate.of(part.value()));
        }
        pipe(KeyPartitioner.toPartition(0), batch.close(frontier, List.of()));
    }

    void frontiers(long millis) {
        for (int source = 0; source < SOURCES; source++) {
            batch(new Routed.Frontier(source, T0 + millis, false));
        }
    }

    /** Frontiers of sources that count the rollup since an event time. */
    void counting(long millis, long since) {
        for (int source = 0; source < SOURCES; source++) {
            pipe(
                    KeyPartitioner.toPartition(0),
                    new Routed.Batch()
                            .close(
                                    new Routed.Frontier(source, T0 + millis, false, T0 + since, List.of()),
                                    List.of(TOTAL)));
        }
    }

    void adjust(int minute, long sum) {
        pipe(
                ALL,
                new Routed.Restatement(
                                ALL, Tile.MINUTE, T0 + minute * MINUTE, false, new SumAggregate(0, sum).toBytes())
                        .toAdjustment());
    }

    void pipe(String key, byte[] routed) {
        step().pipe(TOPIC, key, routed, Instant.ofEpochMilli(T0));
    }

    void score(String key, String id, long value) {
        pipe(key, new Routed.Replacement(id, T0, SumAggregate.of(value).toBytes()).toBytes());
    }

    void restate(String key, long n, long sum) {
        pipe(key, new Routed.Restatement(key, Tile.MINUTE, T0, false, new SumAggregate(n, sum).toBytes()).toBytes());
    }

    List<String> forwarded() {
        return step().forwarded();
    }
}
