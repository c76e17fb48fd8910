package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.topology.commit.OneStep;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.wire.WireReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step alone: batches, frontiers, replacements and restatements go in, windows and progress come out. */
class MergeWindowsTest {

    private static final String TOPIC = "routed";
    private static final long MINUTE = Tile.MINUTE.millis();
    private static final long T0 = 1_760_000_000_000L - 1_760_000_000_000L % Tile.DAY.millis();
    private static final int SOURCES = 2;
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration RETENTION = Duration.ofHours(3);
    /** A rollup, and its only key. */
    private static final String TOTAL = "total";

    private static final String ALL = "all";
    private static final Updates<SumAggregate> APPEND = new Updates.Append<>();
    private static final Updates<SumAggregate> RESTATE =
            new Updates.Restate<>(Topics.SERIES_RESTATEMENTS, SumAggregate::differenceTo, SumAggregate::mergeWith);
    private static final Updates<SumAggregate> REPLACE = new Updates.Replace<>(
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

    private void start(Updates<SumAggregate> updates, int mostKeys) throws IOException {
        step = OneStep.of(
                List.of(TOPIC),
                Serdes.String(),
                MergeWindows.supplier(kind(updates, mostKeys), SOURCES, new Uncommitted()),
                MergeWindowsTest::text);
    }

    private void start(Updates<SumAggregate> updates) throws IOException {
        start(updates, 1_000);
    }

    @AfterEach
    void close() throws IOException {
        step().close();
    }

    private OneStep<String, String> step() {
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

    private record Part(String key, long eventMillis, long value) {}

    private void batch(Routed.@Nullable Frontier frontier, Part... parts) {
        Routed.Batch batch = new Routed.Batch();
        for (Part part : parts) {
            batch.add(part.key(), part.eventMillis(), SumAggregate.of(part.value()));
        }
        pipe(KeyPartitioner.toPartition(0), batch.close(frontier, List.of()));
    }

    private void frontiers(long millis) {
        for (int source = 0; source < SOURCES; source++) {
            batch(new Routed.Frontier(source, T0 + millis, false));
        }
    }

    /** Frontiers of sources that count the rollup since an event time. */
    private void counting(long millis, long since) {
        for (int source = 0; source < SOURCES; source++) {
            pipe(
                    KeyPartitioner.toPartition(0),
                    new Routed.Batch()
                            .close(
                                    new Routed.Frontier(source, T0 + millis, false, T0 + since, List.of()),
                                    List.of(TOTAL)));
        }
    }

    private void adjust(int minute, long sum) {
        pipe(
                ALL,
                new Routed.Restatement(
                                ALL, Tile.MINUTE, T0 + minute * MINUTE, false, new SumAggregate(0, sum).toBytes())
                        .toAdjustment());
    }

    private void pipe(String key, byte[] routed) {
        step().pipe(TOPIC, key, routed, Instant.ofEpochMilli(T0));
    }

    private void score(String key, String id, long value) {
        pipe(key, new Routed.Replacement(id, T0, SumAggregate.of(value).toBytes()).toBytes());
    }

    private void restate(String key, long n, long sum) {
        pipe(key, new Routed.Restatement(key, Tile.MINUTE, T0, false, new SumAggregate(n, sum).toBytes()).toBytes());
    }

    private List<String> forwarded() {
        return step().forwarded();
    }

    @Test
    void windowsClose_whenEverySourceHasBeenReadPastTheirGrace() throws IOException {
        start(APPEND);
        batch(
                new Routed.Frontier(0, T0 + 2 * MINUTE, false),
                new Part("a", T0, 1),
                new Part("a", T0 + 1, 2),
                new Part("b", T0 + MINUTE, 4));
        assertEquals(List.of(), forwarded(), "the other source has not been heard of");

        batch(new Routed.Frontier(1, T0 + 2 * MINUTE - 1, false), new Part("a", T0 + 2, 8));
        assertEquals(List.of("progress 119999 59999"), forwarded(), "a millisecond is missing");

        batch(new Routed.Frontier(1, T0 + 2 * MINUTE, false));
        assertEquals(List.of("a 0 r0 3/11", "progress 120000 60000"), forwarded());
        step().pass(Duration.ofSeconds(1));
        assertEquals(List.of(), forwarded(), "nothing is said twice");
    }

    @Test
    void latePartial_isACorrection() throws IOException {
        start(APPEND);
        batch(null, new Part("a", T0, 1));
        frontiers(2 * MINUTE);
        forwarded();

        batch(null, new Part("a", T0, 2));
        assertEquals(List.of("a 0 r1 2/3"), forwarded());
    }

    @Test
    void endOfEverySource_closesWhatIsOpen_andSaysSo() throws IOException {
        start(APPEND);
        batch(new Routed.Frontier(0, T0 + 1, true), new Part("a", T0, 1));
        batch(new Routed.Frontier(1, T0 + 2, true));

        assertEquals(List.of("a 0 r0 1/1", "progress 2 -59998 ended"), forwarded());
    }

    @Test
    void keysBeyondTheLimit_shareTheOverflowKey_alsoAfterARestart() throws IOException {
        start(APPEND, 2);
        batch(null, new Part("a", T0, 1), new Part("b", T0, 2), new Part("c", T0, 4));
        step().reopen();
        batch(null, new Part("d", T0, 8), new Part("a", T0, 16), new Part("c", T0, 32));
        frontiers(2 * MINUTE);

        List<String> windows = forwarded();
        assertTrue(windows.containsAll(List.of("a 0 r0 2/17", "b 0 r0 1/2", "~other0 0 r0 3/44")), windows.toString());
    }

    @Test
    void crash_takesBackWhatWasNotCommitted_andGoesOnFromTheRest() throws IOException {
        start(APPEND);
        batch(new Routed.Frontier(0, T0 + 2 * MINUTE, false), new Part("a", T0, 1));
        Routed.Batch batch = new Routed.Batch();
        batch.add("a", T0, SumAggregate.of(2));
        byte[] whole = batch.close(new Routed.Frontier(1, T0 + 2 * MINUTE, false), List.of());
        byte[] torn = Arrays.copyOf(whole, whole.length - 1);
        assertThrows(RuntimeException.class, () -> pipe(KeyPartitioner.toPartition(0), torn));
        assertEquals(List.of(), forwarded(), "its partial is in memory, and no more");

        step().reopen();
        pipe(KeyPartitioner.toPartition(0), whole);
        assertEquals(List.of("a 0 r0 2/3", "progress 120000 60000"), forwarded());
    }

    @Test
    void newestOfAnId_replacesTheOthers_andTheSameAgainCorrectsNothing() throws IOException {
        start(REPLACE);
        score("a", "1", 40);
        score("a", "2", 10);
        frontiers(2 * MINUTE);
        assertTrue(forwarded().contains("a 0 r0 2/50"));

        score("a", "1", 40);
        assertEquals(List.of(), forwarded(), "the window says it already");
        score("a", "1", 45);
        assertEquals(List.of("a 0 r1 2/55"), forwarded());
        assertEquals(Map.of("repeated", 1L, "replaced", 1L), step().counters("counters"));
    }

    @Test
    void scoreOfAForgottenWindow_isCountedAsTooLate() throws IOException {
        start(REPLACE);
        frontiers(RETENTION.toMillis());
        score("a", "1", 40);
        frontiers(RETENTION.toMillis() + 2 * MINUTE);

        assertTrue(forwarded().stream().noneMatch(said -> said.startsWith("a ")));
        assertEquals(Map.of("too-late", 1L), step().counters("counters"));
        assertEquals(0, step().entries("ledger"));
    }

    @Test
    void windowsThatAreReplaced_waitAfterTheEndOfARecording_forScoresThatStillCome() throws IOException {
        start(REPLACE);
        score("a", "1", 40);
        batch(new Routed.Frontier(0, T0 + 1, true));
        batch(new Routed.Frontier(1, T0 + 1, true));
        step().pass(MergeWindows.DRAINED_AFTER.minusMillis(500));
        score("a", "2", 2);
        step().pass(MergeWindows.DRAINED_AFTER.minusMillis(500));
        assertTrue(forwarded().stream().noneMatch(said -> said.startsWith("a ")), "the last score is of just now");

        step().pass(Duration.ofSeconds(1));
        assertEquals(List.of("a 0 r0 2/42", "progress 1 -59999 ended"), forwarded());
    }

    @Test
    void restatement_ofTheSameCallsIsPublished_andOneOfOthersChangesNothing() throws IOException {
        start(RESTATE);
        batch(null, new Part("a", T0, 1), new Part("a", T0, 2));
        restate("a", 2, 30);
        frontiers(2 * MINUTE);
        assertTrue(forwarded().contains("a 0 r0 2/3"), "the window was open");

        restate("a", 3, 30);
        restate("b", 2, 30);
        restate("a", 2, 3);
        assertEquals(List.of(), forwarded());
        restate("a", 2, 30);
        assertEquals(List.of("adjust all 0 0/27", "a 0 r1 2/30"), forwarded(), "and its rollup is told by how much");
    }

    @Test
    void adjustment_changesTheWindowOfARollup_closedOrOpen() throws IOException {
        start(RESTATE);
        batch(null, new Part(ALL, T0, 5), new Part(ALL, T0 + 5 * MINUTE, 6));
        counting(2 * MINUTE, 0);
        forwarded();

        adjust(0, 10);
        assertEquals(List.of("all 0 r1 1/15"), forwarded());
        adjust(5, 20);
        adjust(1, 40);
        counting(7 * MINUTE, 0);
        assertEquals(List.of("all 5 r0 1/26", "progress 420000 360000"), forwarded(), "none is made");
    }

    @Test
    void adjustmentOfAKeyBeyondTheLimit_changesTheWindowThatTakesIt() throws IOException {
        start(RESTATE, 0);
        batch(null, new Part(ALL, T0, 5));
        counting(2 * MINUTE, 0);
        forwarded();

        adjust(0, 10);
        assertEquals(List.of("~other0 0 r1 1/15"), forwarded());
    }

    @Test
    void adjustmentOfAWindowThatWasCountedInPart_changesNothing() throws IOException {
        start(RESTATE);
        frontiers(MINUTE);
        batch(null, new Part(ALL, T0, 5), new Part(ALL, T0 + MINUTE, 6));
        adjust(0, 10);
        counting(3 * MINUTE, 30_000);
        assertTrue(forwarded().containsAll(List.of("all 0 r0 1/5", "all 1 r0 1/6")));

        adjust(0, 10);
        assertEquals(List.of(), forwarded(), "calls of its first half minute are not in it");
        adjust(1, 10);
        assertEquals(List.of("all 1 r1 1/16"), forwarded());
    }

    @Test
    void whatAKindDoesNotTake_isADefect() throws IOException {
        start(APPEND);
        assertThrows(RuntimeException.class, () -> score("a", "1", 40));
        step().reopen();
        assertThrows(RuntimeException.class, () -> restate("a", 2, 30));
        step().reopen();
        assertThrows(RuntimeException.class, () -> pipe("a", new byte[] {99}));
    }
}
