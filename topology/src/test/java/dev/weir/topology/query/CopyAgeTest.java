package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyAgeTest {

    private final CopyAge age = new CopyAge();

    @Test
    void copyThatWasNeverAtAnEnd_hasNoAge() {
        age.observe(1_000, 500, 10);
        age.observe(2_000, 600, 480);

        assertEquals(OptionalLong.empty(), age.millis(2_100));
    }

    @Test
    void copyAtTheEnd_isAsOldAsTheLook() {
        age.observe(1_000, 500, 500);

        assertEquals(OptionalLong.of(300), age.millis(1_300));
    }

    @Test
    void copyBehind_isAsOldAsTheLastEndItReached() {
        age.observe(1_000, 500, 400);
        age.observe(2_000, 600, 450);
        age.observe(3_000, 700, 620);

        assertEquals(OptionalLong.of(1_500), age.millis(3_500));
    }

    @Test
    void markerBehindTheLastRecord_isNoLag() {
        age.observe(1_000, 500, 499);
        age.observe(2_000, 500, 499);

        assertEquals(OptionalLong.of(0), age.millis(2_000));
    }

    @Test
    void twoOffsetsBehind_isLag() {
        age.observe(1_000, 500, 498);

        assertEquals(OptionalLong.empty(), age.millis(1_000));
    }

    @Test
    void nothingWritten_agesNotWhileItIsLookedAt() {
        for (int second = 1; second <= 10; second++) {
            age.observe(second * 1_000, 500, 500);
        }

        assertEquals(OptionalLong.of(7), age.millis(10_007));
    }

    @Test
    void copyThatWasWiped_hasNoAgeUntilItReachesAnEnd() {
        age.observe(1_000, 500, 500);
        age.observe(2_000, 510, 0);
        assertEquals(OptionalLong.empty(), age.millis(2_000));

        age.observe(3_000, 520, 510);
        assertEquals(OptionalLong.of(1_000), age.millis(3_000));
    }

    @Test
    void activeCopyThatBecomesAnother_keepsItsAge() {
        age.observe(1_000, 500, 500);
        age.observe(2_000, 500, 499);
        age.observe(3_000, 600, 499);

        assertEquals(OptionalLong.of(1_000), age.millis(3_000));
    }

    @Test
    void abortedRecordsAtTheEnd_areNotWaitedForForEver() {
        age.observe(1_000, 500, 500);
        long most = CopyAge.SETTLED_MILLIS + 1_000;
        for (int second = 2; second <= 200; second++) {
            age.observe(second * 1_000, 540, 500);
            assertTrue(age.millis(second * 1_000).orElseThrow() <= most, "after " + second);
        }
        age.observe(201_000, 560, 500);
        assertEquals(OptionalLong.of(most), age.millis(201_000));
    }

    @Test
    void brokerThatIsGoneForHalfAMinute_isNoEnd() {
        age.observe(1_000, 500, 500);
        for (int second = 2; second <= 40; second++) {
            age.observe(second * 1_000, 540, 500);
            assertEquals(OptionalLong.of(second * 1_000 - 1_000), age.millis(second * 1_000));
        }
    }

    @Test
    void copyThatWasNeverFull_isNotFullForStandingStill() {
        for (int second = 1; second <= 30; second++) {
            age.observe(second * 1_000, 540, 300);
        }
        assertEquals(OptionalLong.empty(), age.millis(30_000));
    }

    @Test
    void nobodyLooks_growsOlder() {
        age.observe(1_000, 500, 500);

        assertEquals(OptionalLong.of(60_000), age.millis(61_000));
    }

    /** Whatever is written and read: what was committed longer ago than the age has been read, and no age is needless. */
    @Test
    void randomHistories_ageIsTheLatestEndReached() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            CopyAge copy = new CopyAge();
            long[] ends = new long[60];
            long end = 0;
            long read = 0;
            for (int look = 0; look < ends.length; look++) {
                end += random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(50);
                read = Math.min(end, read + random.nextInt(60));
                ends[look] = end;
                copy.observe(look * 1_000L, end, read);

                int reached = look;
                while (reached >= 0 && ends[reached] - 1 > read) {
                    reached--;
                }
                OptionalLong expected = reached < 0 ? OptionalLong.empty() : OptionalLong.of((look - reached) * 1_000L);
                assertEquals(expected, copy.millis(look * 1_000L), "seed " + seed + ", look " + look);
            }
        }
    }
}
