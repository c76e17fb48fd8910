package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Direction;
import dev.weir.alerting.detect.FalseAlarmBudget;
import dev.weir.alerting.detect.LevelShift;
import dev.weir.alerting.detect.Point;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * {@code kind: trend} with {@code detector: cusum}, which is the default detector: a lasting change of level against the
 * subject's own baseline, found by {@link LevelShift}. A window with fewer than {@code min_calls} calls, or without a value,
 * does not reach the detector.
 *
 * <p>Keys of its own: {@code direction} up, down or both (default); {@code min_change}, the smallest change that matters, a
 * share of the old level or, for rates and quality, a difference; {@code k}, allowance in standard errors, 0.1 to 3, default
 * 0.5; either {@code h}, limit in standard errors, 1 to 100, or {@code false_alarms_per_week} (default 1) over
 * {@code series} subjects (default 100), from which the limit follows; {@code baseline_windows}, 8 to 2000, default 168;
 * {@code cool_down}, time after an alarm without another, default 24 windows. Without {@code by} the baseline belongs to
 * tenant, environment, route and model, so a new version or provider is compared with what was normal before it.
 *
 * @param statistic what is watched
 * @param settings of the detector
 */
public record LevelShiftRule(Statistic statistic, LevelShift.ShiftSettings settings) implements TrendRule<LevelShift> {

    static final RuleSyntax SYNTAX = new RuleSyntax(
            "trend",
            "cusum",
            RuleSyntax.withCommon(
                    "detector",
                    "direction",
                    "min_change",
                    "k",
                    "h",
                    "false_alarms_per_week",
                    "series",
                    "baseline_windows",
                    "cool_down"),
            LevelShiftRule::read);

    private static final Duration WEEK = Duration.ofDays(7);

    private static List<AlertRule> read(RuleReader reader) {
        Section section = reader.section();
        Statistic statistic = reader.statistic();
        Tile tile = reader.tile();
        double k = section.number("k", 0.5, "a number from 0.1 to 3", number -> number >= 0.1 && number <= 3);
        Direction direction = reader.direction();
        if (section.has("h") && section.has("false_alarms_per_week")) {
            section.problem("h", "expected either h or false_alarms_per_week");
        }
        double budget = section.number("false_alarms_per_week", 1, "a number above 0", number -> number > 0);
        int series = section.whole("series", 100, 1, 10_000_000);
        double looks = (double) WEEK.toMillis() / tile.millis();
        double h = section.has("h")
                ? section.number("h", 5, "a number from 1 to 100", number -> number >= 1 && number <= 100)
                : FalseAlarmBudget.limit(k, series, looks, direction.arms(), budget);
        Duration coolDown = section.duration("cool_down", tile.length().multipliedBy(24));
        return List.of(reader.rule(new LevelShiftRule(
                statistic,
                new LevelShift.ShiftSettings(
                        k,
                        h,
                        section.whole("baseline_windows", 168, 8, 2000),
                        (int) Math.min(Integer.MAX_VALUE, coolDown.toMillis() / tile.millis()),
                        direction,
                        reader.effect(statistic.measure())))));
    }

    @Override
    public Direction direction() {
        return settings.direction();
    }

    @Override
    public LevelShift startDetector() {
        return LevelShift.start();
    }

    @Override
    public Optional<LevelShift> restoreDetector(SpecificRecord stored) {
        return LevelShift.restore(stored);
    }

    @Override
    public Detector.Step<LevelShift> step(LevelShift detector, Point point) {
        return detector.observe(point, settings);
    }
}
