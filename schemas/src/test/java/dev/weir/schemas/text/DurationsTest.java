package dev.weir.schemas.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S",
        "90s,PT1M30S",
        "5m,PT5M",
        "2h,PT2H",
        "7d,PT168H",
        "1h30m,PT1H30M",
        "PT5M,PT5M",
        "0,PT0S",
        "0s,PT0S",
        " 5M ,PT5M",
        "-PT5S,PT-5S",
        "2w,P14D"
    })
    void knownForm_isRead(String text, String expected) {
        assertEquals(Optional.of(Duration.parse(expected)), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5x", "m", "-5m", "5 m", "1.5h", "PT", "999999999999999d", "99999999999m", "-3m", "5m3"
            })
    void anythingElse_isRefused(String text) {
        assertEquals(Optional.empty(), Durations.parse(text));
    }

    @Test
    void writtenForm_readsBack() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Duration duration = Duration.ofMillis(random.nextLong(1, 1L << random.nextInt(1, 40)));
            assertEquals(Optional.of(duration), Durations.parse(Durations.format(duration)), "seed " + seed);
        }
        assertEquals("90s", Durations.format(Duration.ofSeconds(90)));
        assertEquals("0s", Durations.format(Duration.ZERO));
        assertEquals(Duration.ofNanos(5).toString(), Durations.format(Duration.ofNanos(5)));
    }
}
