package dev.weir.alerting.lifecycle;

import dev.weir.alerting.avro.EvidenceState;
import dev.weir.alerting.avro.ExemplarState;
import dev.weir.alerting.avro.FiringState;
import dev.weir.alerting.avro.InactiveState;
import dev.weir.alerting.avro.PendingState;
import dev.weir.alerting.avro.VerdictState;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.AlertState.Firing;
import dev.weir.alerting.lifecycle.AlertState.Inactive;
import dev.weir.alerting.lifecycle.AlertState.Pending;
import java.util.TreeMap;

/** States of alerts from their stored form; each state gives its own. */
public final class AlertStates {

    private AlertStates() {}

    /**
     * The state that {@link AlertState#stored} gave.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AlertState restore(Object stored) {
        if (stored instanceof InactiveState inactive) {
            return new Inactive(inactive.getLastStart(), inactive.getLastRevision(), inactive.getQuietSince());
        }
        if (stored instanceof PendingState pending) {
            return new Pending(
                    pending.getSince(), pending.getLastBreach(), pending.getRevision(), restore(pending.getLatest()));
        }
        if (stored instanceof FiringState firing) {
            return new Firing(
                    firing.getSince(),
                    firing.getDecided(),
                    firing.getLastBreach(),
                    firing.getCleared(),
                    firing.getRevision(),
                    restore(firing.getLatest()),
                    firing.getLastWord());
        }
        throw new IllegalArgumentException(stored.getClass() + ": expected a state of an alert");
    }

    static EvidenceState stored(Evidence evidence) {
        Finding finding = evidence.finding();
        return new EvidenceState(
                evidence.start(),
                evidence.end(),
                VerdictState.valueOf(finding.verdict().name()),
                finding.value(),
                finding.low(),
                finding.high(),
                finding.baseline(),
                finding.statistic(),
                finding.n(),
                finding.nEff(),
                evidence.exemplars().stream()
                        .map(call -> new ExemplarState(call.traceId(), call.spanId(), call.reason(), call.value()))
                        .toList(),
                evidence.provenance());
    }

    private static Evidence restore(EvidenceState stored) {
        return new Evidence(
                stored.getStart(),
                stored.getEnd(),
                new Finding(
                        Verdict.valueOf(stored.getVerdict().name()),
                        stored.getValue(),
                        stored.getLow(),
                        stored.getHigh(),
                        stored.getBaseline(),
                        stored.getStatistic(),
                        stored.getN(),
                        stored.getNEff()),
                stored.getExemplars().stream()
                        .map(call -> new Evidence.Call(
                                call.getTraceId(), call.getSpanId(), call.getReason(), call.getValue()))
                        .toList(),
                new TreeMap<>(stored.getProvenance()));
    }
}
