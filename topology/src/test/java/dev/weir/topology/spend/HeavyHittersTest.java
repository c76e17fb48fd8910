package dev.weir.topology.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.TextLimit;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stated error against exact sums, over many streams split and merged at random. */
class HeavyHittersTest {

    @Test
    void fewNames_areExact() {
        HeavyHitters heavy = new HeavyHitters();
        for (int i = 0; i < HeavyHitters.MOST; i++) {
            heavy.add("u" + i, i + 1);
            heavy.add("u" + i, 1);
        }
        heavy.add("free", 0);

        assertEquals(0, heavy.error());
        assertEquals(HeavyHitters.MOST, heavy.sums().size());
        assertEquals(2, heavy.sums().get("u0"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.8, 1.2})
    void everySum_liesWithinTheStatedError_howeverTheStreamIsSplitAndMerged(double skew) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Map<String, Long> exact = new HashMap<>();
            List<HeavyHitters> parts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                parts.add(new HeavyHitters());
            }
            long all = 0;
            for (int i = 0; i < 20_000; i++) {
                String name = "u" + (int) (3_000 * Math.pow(random.nextDouble(), 1 + 3 * skew));
                long weight = random.nextInt(1_000);
                all += weight;
                exact.merge(name, weight, Long::sum);
                parts.get(random.nextInt(parts.size())).add(name, weight);
            }
            HeavyHitters merged = new HeavyHitters();
            for (HeavyHitters part : parts) {
                if (random.nextBoolean()) {
                    merged.mergeWith(part);
                } else {
                    WireWriter out = new WireWriter();
                    part.write(out);
                    merged.mergeFrom(new WireReader(out.toBytes()));
                }
            }

            assertTrue(merged.error() > 0, "the stream was too easy");
            assertTrue(merged.error() <= all / (HeavyHitters.COUNTERS + 1), merged.error() + " of " + all);
            assertTrue(merged.sums().size() <= HeavyHitters.MOST);
            for (Map.Entry<String, Long> one : exact.entrySet()) {
                long least = merged.sums().getOrDefault(one.getKey(), 0L);
                assertTrue(least <= one.getValue() && one.getValue() <= least + merged.error(), one.toString());
            }
        }
    }

    @Test
    void longestNames_keepToTheStatedBytes() {
        HeavyHitters heavy = new HeavyHitters();
        for (int i = 0; i < HeavyHitters.MOST; i++) {
            heavy.add("\u4e2d".repeat(TextLimit.NAME.most() - 4) + (1_000 + i), Long.MAX_VALUE / 1_000);
        }
        WireWriter out = new WireWriter();
        heavy.write(out);

        assertTrue(out.size() <= HeavyHitters.MOST_BYTES, out.size() + " bytes");
    }
}
