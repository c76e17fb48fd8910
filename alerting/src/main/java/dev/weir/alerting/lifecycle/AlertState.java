package dev.weir.alerting.lifecycle;

import dev.weir.alerting.avro.FiringState;
import dev.weir.alerting.avro.InactiveState;
import dev.weir.alerting.avro.PendingState;
import dev.weir.alerting.lifecycle.Transition.EndReason;
import dev.weir.alerting.lifecycle.Transition.Kind;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Where one alert stands. Immutable; transitions are methods on the states that allow them. */
public sealed interface AlertState {

    /** Form for the store; {@link AlertStates#restore} reads it back. */
    SpecificRecord stored();

    /** A state and the transition that led to it; no transition: nobody has to be told. */
    record StateChange(AlertState next, @Nullable Transition transition) {
        static StateChange silent(AlertState next) {
            return new StateChange(next, null);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /**
     * No episode.
     *
     * @param lastStart start of the last episode; absent: there was none, or it is forgotten
     * @param lastRevision its last revision
     * @param quietSince end of the last episode; absent with lastStart
     */
    record Inactive(
            @Nullable Instant lastStart,
            long lastRevision,
            @Nullable Instant quietSince) implements AlertState {

        /** Without a past. */
        public static final Inactive NEW = new Inactive(null, -1, null);

        @Override
        public SpecificRecord stored() {
            return new InactiveState(lastStart, lastRevision, quietSince);
        }

        StateChange breach(Evidence evidence, Timing timing) {
            if (timing.periodic() && quietSince != null && !evidence.end().isAfter(quietSince)) {
                return StateChange.silent(this); // the episode of this period is over
            }
            Instant start = evidence.start();
            long revision = start.equals(lastStart) ? lastRevision + 1 : 0;
            Pending pending = new Pending(start, evidence.end(), revision, evidence);
            if (pending.heldFor(timing)) {
                return pending.fire(revision);
            }
            return new StateChange(pending, new Transition(Kind.PENDING, start, null, revision, evidence, null));
        }
    }

    /**
     * The condition holds, not long enough yet.
     *
     * @param since start of the first breaching window
     * @param lastBreach end of the last breaching window
     * @param revision of the last transition
     * @param latest last breaching window
     */
    record Pending(Instant since, Instant lastBreach, long revision, Evidence latest) implements AlertState {

        @Override
        public SpecificRecord stored() {
            return new PendingState(since, lastBreach, revision, AlertStates.stored(latest));
        }

        StateChange breach(Evidence evidence, Timing timing) {
            Pending longer = new Pending(since, later(lastBreach, evidence.end()), revision, evidence.orLater(latest));
            return longer.heldFor(timing) ? longer.fire(revision + 1) : StateChange.silent(longer);
        }

        StateChange lapse(Evidence evidence) {
            Transition transition = new Transition(Kind.LAPSED, since, lastBreach, revision, evidence, null);
            return new StateChange(new Inactive(since, revision, lastBreach), transition);
        }

        private boolean heldFor(Timing timing) {
            return !since.plus(timing.pendingFor()).isAfter(lastBreach);
        }

        private StateChange fire(long firingRevision) {
            return new StateChange(
                    new Firing(since, lastBreach, lastBreach, false, firingRevision, latest, lastBreach),
                    new Transition(Kind.FIRING, since, null, firingRevision, latest, null));
        }
    }

    /**
     * The alert fires.
     *
     * @param since start of the first breaching window
     * @param decided end of the window with which it fired
     * @param lastBreach end of the last breaching window
     * @param cleared whether a clear window came after that
     * @param revision of the last transition
     * @param latest last breaching window, or the last clear one when cleared
     * @param lastWord end of the last window that was clear or breaching
     */
    record Firing(
            Instant since,
            Instant decided,
            Instant lastBreach,
            boolean cleared,
            long revision,
            Evidence latest,
            Instant lastWord)
            implements AlertState {

        @Override
        public SpecificRecord stored() {
            return new FiringState(since, decided, lastBreach, cleared, revision, AlertStates.stored(latest), lastWord);
        }

        Firing breach(Evidence evidence) {
            return new Firing(
                    since,
                    decided,
                    later(lastBreach, evidence.end()),
                    false,
                    revision,
                    evidence.orLater(latest),
                    later(lastWord, evidence.end()));
        }

        StateChange clear(Evidence evidence, Timing timing) {
            Instant word = later(lastWord, evidence.end());
            Firing clear = new Firing(since, decided, lastBreach, true, revision, evidence.orLater(latest), word);
            return clear.recoveredBy(word, timing) ? clear.recover(timing) : StateChange.silent(clear);
        }

        /** The clear window was thought to breach, and later windows do not bear the alert out either. */
        StateChange correct(Evidence evidence) {
            return end(Kind.CORRECTED, EndReason.CORRECTED, lastBreach, evidence);
        }

        /** The last breach is taken back, but earlier ones still stand. */
        Firing retract(Evidence evidence) {
            return new Firing(since, decided, evidence.start(), true, revision, evidence, lastWord);
        }

        boolean recoveredBy(Instant time, Timing timing) {
            return cleared && !lastBreach.plus(timing.keepFiringFor()).isAfter(time);
        }

        StateChange recover(Timing timing) {
            Instant kept = lastBreach.plus(timing.keepFiringFor());
            return end(Kind.RESOLVED, EndReason.RECOVERED, kept, latest);
        }

        boolean silentAt(Instant time, Timing timing) {
            return !lastWord.plus(timing.noDataAfter()).isAfter(time);
        }

        StateChange fallSilent(Timing timing) {
            if (timing.periodic()) {
                return end(Kind.RESOLVED, EndReason.EXPIRED, lastWord, latest);
            }
            return end(Kind.NO_DATA, EndReason.NO_DATA, lastWord.plus(timing.noDataAfter()), latest);
        }

        StateChange expire(Evidence evidence) {
            return end(Kind.RESOLVED, EndReason.EXPIRED, later(lastWord, evidence.end()), evidence.orLater(latest));
        }

        StateChange deleteRule() {
            return end(Kind.RESOLVED, EndReason.RULE_DELETED, lastWord, latest);
        }

        private StateChange end(Kind kind, EndReason reason, Instant endsAt, Evidence evidence) {
            return new StateChange(
                    new Inactive(since, revision + 1, endsAt),
                    new Transition(kind, since, endsAt, revision + 1, evidence, reason));
        }
    }
}
