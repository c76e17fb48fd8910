package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Direction;
import dev.weir.alerting.detect.Point;
import dev.weir.alerting.detect.SlowTrend;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * {@code kind: trend} with {@code detector: mann_kendall}: a slide over many windows, found by {@link SlowTrend}. A window
 * with fewer than {@code min_calls} calls, or without a value, does not reach the detector.
 *
 * <p>Keys of its own: {@code direction} up, down or both (default); {@code min_change}, the smallest change over all windows
 * that matters, a share of the old level or, for rates and quality, a difference; {@code windows} that are tested, 8 to 400,
 * default 28; {@code every} so many windows, 1 to 400, default 7; {@code alpha}, one-sided level, between 0 and 0.5, default
 * 0.01. Without {@code by} it watches tenant, environment, route and model, so a slide goes on through releases.
 *
 * @param statistic what is watched
 * @param settings of the detector
 */
public record SlowTrendRule(Statistic statistic, SlowTrend.SlideSettings settings) implements TrendRule<SlowTrend> {

    static final RuleSyntax SYNTAX = new RuleSyntax(
            "trend",
            "mann_kendall",
            RuleSyntax.withCommon("detector", "direction", "min_change", "windows", "every", "alpha"),
            SlowTrendRule::read);

    private static List<AlertRule> read(RuleReader reader) {
        Section section = reader.section();
        Statistic statistic = reader.statistic();
        return List.of(reader.rule(new SlowTrendRule(
                statistic,
                new SlowTrend.SlideSettings(
                        section.whole("windows", 28, 8, 400),
                        section.whole("every", 7, 1, 400),
                        section.number(
                                "alpha", 0.01, "a number between 0 and 0.5", number -> number > 0 && number < 0.5),
                        reader.direction(),
                        reader.effect(statistic.measure())))));
    }

    @Override
    public Direction direction() {
        return settings.direction();
    }

    @Override
    public SlowTrend startDetector() {
        return SlowTrend.start();
    }

    @Override
    public Optional<SlowTrend> restoreDetector(SpecificRecord stored) {
        return SlowTrend.restore(stored);
    }

    @Override
    public Detector.Step<SlowTrend> step(SlowTrend detector, Point point) {
        return detector.observe(point, settings);
    }
}
