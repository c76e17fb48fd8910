package dev.weir.alerting.rules;

import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rule can name. */
public sealed interface Measure permits TrafficMeasure, QualityMeasure, BudgetMeasure {

    /** Name in a rules file, for example {@code latency_ms}. */
    String wireName();

    /** Which windows it is read from. */
    WindowSource source();

    /**
     * What a window says of it.
     *
     * @throws IllegalArgumentException if the window is of another source
     */
    Observation read(Window window);

    /** What the number rests on, by name, for example the evaluator; empty: the calls themselves. */
    default Map<String, String> provenance(Window window) {
        return Map.of();
    }

    /**
     * What windows have to have in common for a rule to compare them with each other, for example the evaluator; empty: all can
     * be compared.
     */
    default String basis(Window window) {
        return "";
    }

    /** Refusal of a window that a measure is not read from. */
    static IllegalArgumentException wrongSource(Measure measure, Window window) {
        return new IllegalArgumentException(
                measure.wireName() + " of a window of " + window.source() + ": expected " + measure.source());
    }

    /** Unit of values and thresholds. */
    String unit();

    /** Statistic that a rule uses when it names no quantile: mean, rate or total. */
    String statistic();

    /** Whether a rule has to name a quantile. */
    boolean quantiles();

    /** Whether a change counts as a share of the old level rather than as a difference. */
    boolean ratio();

    /** Smallest change of level that a trend rule reports unless it names one, in the unit or as a share. */
    double defaultMinChange();

    /** Fewest calls or judgements for a decision unless the rule names a number. */
    long defaultMinCalls();

    /** The measure of a name; empty if there is none. */
    static Optional<Measure> ofName(String name) {
        if (name.equals(QualityMeasure.PREFIX) || name.startsWith(QualityMeasure.PREFIX + "/")) {
            String dimension = name.equals(QualityMeasure.PREFIX)
                    ? QualityMeasure.PREFIX
                    : name.substring(QualityMeasure.PREFIX.length() + 1);
            return dimension.isBlank() ? Optional.empty() : Optional.of(new QualityMeasure(dimension));
        }
        return Arrays.stream(TrafficMeasure.values())
                .filter(measure -> measure.wireName().equals(name))
                .map(measure -> (Measure) measure)
                .findFirst();
    }

    /** All names, for messages. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        Arrays.stream(TrafficMeasure.values()).forEach(measure -> names.add(measure.wireName()));
        names.add(QualityMeasure.PREFIX);
        return names;
    }
}
