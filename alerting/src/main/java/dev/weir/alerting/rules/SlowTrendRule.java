package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Point;
import dev.weir.alerting.detect.SlowTrend;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.AlertKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

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
public record SlowTrendRule(Statistic statistic, SlowTrend.SlideSettings settings) implements RuleKind {

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
    public AlertKind alertKind() {
        return AlertKind.TREND;
    }

    @Override
    public String operator() {
        return settings.direction().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable Double threshold() {
        return null;
    }

    @Override
    public View defaultView() {
        return View.BASELINE;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Memory start() {
        return new SlideMemory(this, SlowTrend.start());
    }

    @Override
    public Memory restore(SpecificRecord stored) {
        return new SlideMemory(this, SlowTrend.restore(stored).orElse(SlowTrend.start()));
    }

    private record SlideMemory(SlowTrendRule rule, SlowTrend detector) implements Memory {
        @Override
        public Decision observe(Instant windowStart, Observation observation) {
            Optional<Point> point = rule.statistic.point(observation);
            if (point.isEmpty()) {
                return new Decision(this, Finding.insufficient(null, observation.n()));
            }
            Detector.Step<SlowTrend> step = detector.observe(point.get(), rule.settings);
            return new Decision(
                    new SlideMemory(rule, step.next()), rule.statistic.finding(step, point.get(), observation));
        }

        @Override
        public Optional<SpecificRecord> stored() {
            return Optional.of(detector.stored());
        }
    }
}
