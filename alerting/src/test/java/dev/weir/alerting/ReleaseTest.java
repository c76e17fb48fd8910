package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A new version of an application under the bundled rules: 90 minutes of version v1, then 60 of v2. Each minute has a window of
 * its series and one of the view that baselines belong to, which goes on through the release.
 */
class ReleaseTest extends AlertingHarness {

    private static final int RELEASED = 90;
    private static final int END = 150;
    private static final Set<String> TRENDS = Set.of("LatencyShift", "CostPerCall", "QualityFalls");

    /** What a version is like: seconds of a call, thousandths of a dollar of a call, points of quality. */
    private record Version(double seconds, double milliUsd, double points) {}

    private static final Version GOOD = new Version(1, 1, 9);

    private Set<String> firing(Version before, Version after, long seed) throws InvalidRulesException, IOException {
        try (InputStream in = Objects.requireNonNull(
                AlertingTopology.class.getResourceAsStream("/dev/weir/alerting/default-rules.yaml"))) {
            start(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Random random = new Random(seed);
        for (int minute = 0; minute < END; minute++) {
            boolean released = minute >= RELEASED;
            SeriesKey series = SeriesKey.of("acme", "production", "chat", "openai", "gpt-4o", released ? "v2" : "v1");
            minute(series, minute, released ? after : before, random);
        }
        Set<String> firing = new TreeSet<>();
        for (Alert alert : history()) {
            if (alert.getStatus() == AlertStatus.FIRING) {
                assertEquals(
                        Map.of(
                                "alertname",
                                alert.getRuleId(),
                                "tenant",
                                "acme",
                                "environment",
                                "production",
                                "route",
                                "chat",
                                "model",
                                "gpt-4o",
                                "metric",
                                alert.getMetric()),
                        alert.getLabels());
                assertTrue(!alert.getStartsAt().isBefore(Windows.minute(RELEASED)), alert::toString);
                firing.add(alert.getRuleId());
            }
        }
        return firing;
    }

    private void minute(SeriesKey series, int minute, Version version, Random random) {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < 100; i++) {
            sketch.add(Math.round(version.seconds() * 1e6 * Math.exp(0.4 * random.nextGaussian())));
        }
        long nanoUsd = Math.round(100 * version.milliUsd() * 1e6 * (1 + 0.03 * random.nextGaussian()));
        double points = Math.min(9.7, version.points() + 0.1 * random.nextGaussian());
        for (SeriesKey key : new SeriesKey[] {series, series.in(View.BASELINE)}) {
            WindowStats.Builder calls = Windows.stats(minute, 0)
                    .setLatencyMicros(ByteBuffer.wrap(sketch.toBytes()))
                    .setCostNanoUsd(nanoUsd);
            send(Windows.of(key, calls));
            send(Windows.of(key, Windows.quality(minute, 0, points)));
        }
    }

    @Test
    void regressionOfANewVersion_isFoundByTheBundledTrendRules() throws InvalidRulesException, IOException {
        assertEquals(TRENDS, firing(GOOD, new Version(2, 1.6, 7.5), 1));
    }

    @Test
    void eachRegression_isFoundOnItsOwn() throws InvalidRulesException, IOException {
        assertEquals(Set.of("LatencyShift"), firing(GOOD, new Version(2, 1, 9), 2));
        driver.close();
        assertEquals(Set.of("CostPerCall"), firing(GOOD, new Version(1, 1.6, 9), 3));
        driver.close();
        assertEquals(Set.of("QualityFalls"), firing(GOOD, new Version(1, 1, 7.5), 4));
    }

    @Test
    void releaseThatChangesNothing_raisesNothing() throws InvalidRulesException, IOException {
        assertEquals(Set.of(), firing(GOOD, GOOD, 5));
    }

    @Test
    void improvement_raisesNothing() throws InvalidRulesException, IOException {
        assertEquals(Set.of(), firing(new Version(2, 1.6, 7.5), GOOD, 6));
    }
}
