package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Finding;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.AlertKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * When a rule is broken: one kind of rule with its settings. A kind is one class, which reads its keys from a rules file,
 * decides on windows, and says what it stores. A new kind is a new class, a line in {@link #syntaxes()}, and, if it learns
 * anything, a record in {@code SeriesState.avsc}.
 *
 * <p>Guarantee asked of every kind, and checked by its contract test: {@link Memory#observe} is a function of the memory and
 * its arguments and changes neither; a memory that is stored and restored decides as if it had been kept.
 */
public sealed interface RuleKind permits StatelessRule, TrendRule {

    /** What is measured, and how much of it a decision needs. */
    Statistic statistic();

    /** Kind of alert on {@code weir.alerts}. */
    AlertKind alertKind();

    /** How the value is compared, as alerts write it: {@code >}, {@code <}, {@code up}, {@code down} and their like. */
    String operator();

    /** What the value is compared with, in the measure's unit; absent where the rule names nothing. */
    @Nullable
    Double threshold();

    /** View that a rule of this kind watches when it has no key {@code by}. */
    default View defaultView() {
        return View.SERIES;
    }

    /**
     * Whether the alert is about one period, with which it ends, instead of about something that is watched all the time.
     * Such an alert neither waits nor is held.
     */
    default boolean periodic() {
        return false;
    }

    /**
     * Whether it learns from one window to the next. A kind that learns takes each window once, in its first revision, in the
     * order in which windows are published; one that does not decides on every revision.
     */
    boolean learns();

    /** What it knows of a subject before the first window. */
    Memory start();

    /** What it knew when {@link Memory#stored} was asked; {@link #start} where that is not of this kind. */
    Memory restore(SpecificRecord stored);

    /** What a kind knows of one subject. Immutable. */
    interface Memory {

        /**
         * One more window, thin and empty ones included: the kind decides what is too little.
         *
         * @param windowStart start of the window; not always later than those before, as a window can be published late
         * @param observation what the window says of the kind's measure, with its sketch, counts and sums
         */
        Decision observe(Instant windowStart, Observation observation);

        /** Form for the store; empty when nothing is known that {@link RuleKind#start} does not know. */
        Optional<SpecificRecord> stored();
    }

    /** What a window led to: what is known from now on, and what the rule says of the window. */
    record Decision(Memory next, Finding finding) {}

    /** How each kind is written in a rules file: all kinds, in the order in which messages name them. */
    static List<RuleSyntax> syntaxes() {
        return List.of(ThresholdRule.SYNTAX, LevelShiftRule.SYNTAX, SlowTrendRule.SYNTAX, BudgetRule.SYNTAX);
    }
}
