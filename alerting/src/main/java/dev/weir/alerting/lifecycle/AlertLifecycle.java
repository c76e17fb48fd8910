package dev.weir.alerting.lifecycle;

import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.AlertState.Firing;
import dev.weir.alerting.lifecycle.AlertState.Inactive;
import dev.weir.alerting.lifecycle.AlertState.Pending;
import dev.weir.alerting.lifecycle.AlertState.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which alerts live: a pure function of states, windows and completeness.
 *
 * <p>Guarantee: per episode at most one FIRING, before it nothing that ends it and after it exactly one end; every
 * transition of an alert has its own pair of start and revision; and the transitions do not depend on how often
 * {@link #advance} is called between two windows, as long as its times are window boundaries that the stream has passed.
 */
public final class AlertLifecycle {

    private static final Duration REMEMBERED = Duration.ofDays(2);

    private AlertLifecycle() {}

    /** A state and the transitions that led to it, oldest first. */
    public record Result(AlertState state, List<Transition> transitions) {}

    /**
     * One more window of the subject. Where it is published late it is earlier than others before; then no
     * verdict on a later one is taken back.
     */
    public static Result observe(AlertState state, Evidence evidence, Timing timing) {
        Result before = advance(state, evidence.start(), timing);
        StateChange step = next(before.state(), evidence, timing);
        return then(before, step);
    }

    /**
     * A correction of a window seen before. A threshold that the corrected window no longer breaks ends the episode that
     * rests on it.
     *
     * @param newest whether the series has had no later window
     */
    public static Result restate(AlertState state, Evidence evidence, boolean newest, Timing timing) {
        Result unchanged = new Result(state, List.of());
        Verdict verdict = evidence.verdict();
        if (verdict == Verdict.BREACH) {
            return newest ? then(unchanged, next(state, evidence, timing)) : unchanged;
        }
        if (verdict != Verdict.CLEAR) {
            return unchanged;
        }
        if (state instanceof Pending pending && within(evidence, pending.since(), pending.lastBreach())) {
            return then(unchanged, pending.lapse(evidence));
        }
        if (state instanceof Firing firing && within(evidence, firing.since(), firing.lastBreach())) {
            if (!firing.lastBreach().isAfter(firing.decided())) {
                return then(unchanged, firing.correct(evidence));
            }
            if (evidence.end().equals(firing.lastBreach())) {
                return then(unchanged, StateChange.silent(firing.retract(evidence)));
            }
        }
        return unchanged;
    }

    /**
     * The stream is complete up to a time.
     *
     * @param time a window boundary of the rule's tile
     */
    public static Result advance(AlertState state, Instant time, Timing timing) {
        Result unchanged = new Result(state, List.of());
        if (state instanceof Pending pending
                && !pending.lastBreach().plus(timing.noDataAfter()).isAfter(time)) {
            return then(unchanged, pending.lapse(pending.latest()));
        }
        if (state instanceof Firing firing) {
            if (firing.recoveredBy(time, timing)) {
                return then(unchanged, firing.recover(timing));
            }
            if (firing.silentAt(time, timing)) {
                return then(unchanged, firing.fallSilent(timing));
            }
        }
        return unchanged;
    }

    /** The rule is gone: whatever lasts ends. */
    public static Result deleteRule(AlertState state) {
        Result unchanged = new Result(state, List.of());
        if (state instanceof Pending pending) {
            return then(unchanged, pending.lapse(pending.latest()));
        }
        return state instanceof Firing firing ? then(unchanged, firing.deleteRule()) : unchanged;
    }

    /** Whether the state says no more than {@link Inactive#NEW} at a time, so that it need not be kept. */
    public static boolean forgettable(AlertState state, Instant time) {
        return state instanceof Inactive inactive
                && (inactive.quietSince() == null
                        || inactive.quietSince().plus(REMEMBERED).isBefore(time));
    }

    private static StateChange next(AlertState state, Evidence evidence, Timing timing) {
        return switch (evidence.verdict()) {
            case BREACH -> breach(state, evidence, timing);
            case CLEAR -> clear(state, evidence, timing);
            case EXPIRED -> expire(state, evidence);
            case INSUFFICIENT -> StateChange.silent(state);
        };
    }

    private static StateChange breach(AlertState state, Evidence evidence, Timing timing) {
        if (state instanceof Pending pending) {
            return pending.breach(evidence, timing);
        }
        if (state instanceof Firing firing) {
            return StateChange.silent(firing.breach(evidence));
        }
        return ((Inactive) state).breach(evidence, timing);
    }

    private static StateChange clear(AlertState state, Evidence evidence, Timing timing) {
        if (state instanceof Pending pending) {
            return pending.lapse(evidence);
        }
        return state instanceof Firing firing ? firing.clear(evidence, timing) : StateChange.silent(state);
    }

    private static StateChange expire(AlertState state, Evidence evidence) {
        if (state instanceof Pending pending) {
            return pending.lapse(evidence);
        }
        return state instanceof Firing firing ? firing.expire(evidence) : StateChange.silent(state);
    }

    private static boolean within(Evidence evidence, Instant from, Instant to) {
        return !evidence.start().isBefore(from) && !evidence.end().isAfter(to);
    }

    private static Result then(Result before, StateChange step) {
        List<Transition> transitions = new ArrayList<>(before.transitions());
        @Nullable Transition transition = step.transition();
        if (transition != null) {
            transitions.add(transition);
        }
        return new Result(step.next(), List.copyOf(transitions));
    }
}
