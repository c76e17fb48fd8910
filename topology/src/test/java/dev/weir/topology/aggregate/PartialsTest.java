package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialsTest {

    private static final int PARTITIONS = 3;
    private static final Routed.Frontier FRONTIER = new Routed.Frontier(2, 1_000, false);

    private final Partials<SumAggregate> partials = new Partials<>(
            SumAggregate.TYPE, Tile.MINUTE, new Partials.Spread(PARTITIONS, PartialsTest::partitionOf), Rollups.NONE);

    private static int partitionOf(String key) {
        return Math.floorMod(key.hashCode(), PARTITIONS);
    }

    /** Collects sums by key and start, and where frontiers stood. */
    private static final class Collected implements Routed.Receiver {
        final Map<String, Long> sums = new HashMap<>();
        final List<Routed.Frontier> frontiers = new ArrayList<>();
        int partition;

        void take(byte[] batch, int to) {
            partition = to;
            Routed.read(batch, this);
        }

        @Override
        public void partial(String key, long eventMillis, WireReader aggregate) {
            assertEquals(partitionOf(key), partition);
            sums.merge(
                    key + "@" + eventMillis, SumAggregate.TYPE.read(aggregate).sum(), Long::sum);
        }

        @Override
        public void frontier(Routed.Frontier frontier) {
            frontiers.add(frontier);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasFolded_arrivesOnce_inTheRightPartition(long seed) {
        Random random = new Random(seed);
        Map<String, Long> expected = new HashMap<>();
        Collected collected = new Collected();
        for (int i = 0; i < 3_000; i++) {
            String key = "k" + random.nextInt(20);
            long time = random.nextInt(600_000) - 300_000;
            partials.at(key, time).mergeWith(SumAggregate.of(i));
            expected.merge(key + "@" + Tile.MINUTE.startOf(time), (long) i, Long::sum);
            if (random.nextInt(300) == 0) {
                partials.drain(random.nextBoolean() ? FRONTIER : null, true, collected::take);
                assertEquals(0, partials.size());
            }
        }
        partials.drain(null, true, collected::take);
        assertEquals(expected, collected.sums, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void coarserKeys_getTheExactSumsOfTheirKeys_andBatchesSayWhich(long seed) {
        Rollups rollups = new Rollups(List.of("decade", "all"), key -> List.of(key.substring(0, 2) + "*", "*"));
        Partials<SumAggregate> rolledUp = new Partials<>(
                SumAggregate.TYPE, Tile.MINUTE, new Partials.Spread(PARTITIONS, PartialsTest::partitionOf), rollups);
        Random random = new Random(seed);
        Map<String, Long> expected = new HashMap<>();
        Collected collected = new Collected();
        for (int i = 0; i < 3_000; i++) {
            String key = "k" + (10 + random.nextInt(30));
            long time = random.nextInt(600_000) - 300_000;
            rolledUp.at(key, time).mergeWith(SumAggregate.of(i));
            for (String each : List.of(key, key.substring(0, 2) + "*", "*")) {
                expected.merge(each + "@" + Tile.MINUTE.startOf(time), (long) i, Long::sum);
            }
            if (random.nextInt(300) == 0) {
                rolledUp.drain(random.nextBoolean() ? FRONTIER : null, true, collected::take);
                assertEquals(0, rolledUp.size());
            }
        }
        rolledUp.drain(FRONTIER, true, collected::take);
        assertEquals(expected, collected.sums, "seed " + seed);
        collected.frontiers.forEach(frontier -> assertEquals(List.of("decade", "all"), frontier.rollups()));
    }

    @Test
    void frontier_reachesEveryPartition_afterAllPartials_alsoWhenThereAreNone() {
        Collected collected = new Collected();
        partials.drain(FRONTIER, true, collected::take);
        assertEquals(List.of(FRONTIER, FRONTIER, FRONTIER), collected.frontiers);
        partials.drain(null, true, collected::take);
        assertEquals(3, collected.frontiers.size(), "no news, nothing sent");
    }

    @Test
    void manyKeys_leaveInBatchesOfBoundedSize() {
        for (int i = 0; i < 100_000; i++) {
            partials.at("a rather long key of a series, number " + i, 0).mergeWith(SumAggregate.of(i));
        }
        Collected collected = new Collected();
        List<Integer> sizes = new ArrayList<>();
        partials.drain(FRONTIER, true, (batch, partition) -> {
            sizes.add(batch.length);
            collected.take(batch, partition);
        });
        assertEquals(100_000, collected.sums.size());
        assertEquals(PARTITIONS, collected.frontiers.size());
        assertTrue(sizes.size() > PARTITIONS);
        assertTrue(sizes.stream().allMatch(size -> size < Routed.LARGEST_BATCH + 1_000), sizes.toString());
    }

    @Test
    void clear_forgetsWhatWasFolded() {
        partials.at("a", 0).mergeWith(SumAggregate.of(1));
        partials.clear();
        Collected collected = new Collected();
        partials.drain(null, true, collected::take);
        assertEquals(Map.of(), collected.sums);
    }

    @Test
    void floodOfKeys_leavesFewOfItsPartialsBehind() {
        int flood = Partials.MOST_SPARE + 700;
        AtomicInteger made = new AtomicInteger();
        AggregateType<SumAggregate> counted = new AggregateType<>("counted", () -> {
            made.incrementAndGet();
            return SumAggregate.TYPE.create();
        });
        Partials<SumAggregate> flooded = new Partials<>(
                counted, Tile.MINUTE, new Partials.Spread(PARTITIONS, PartialsTest::partitionOf), Rollups.NONE);
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < flood; i++) {
                flooded.at("made-up-" + i, 0).mergeWith(SumAggregate.of(1));
            }
            flooded.drain(null, true, (batch, partition) -> {});
            assertEquals(flood + (round - 1) * 700, made.get(), "round " + round);
        }
    }
}
