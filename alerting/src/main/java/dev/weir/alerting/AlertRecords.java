package dev.weir.alerting;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.lifecycle.Transition;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Numbers;
import dev.weir.alerting.rules.Subject;
import dev.weir.alerting.rules.Template;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.Exemplar;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions as records of the alert topics. */
final class AlertRecords {

    private static final int LONGEST_SUMMARY = 1024;

    private final @Nullable String externalUrl;

    AlertRecords(@Nullable String externalUrl) {
        this.externalUrl = externalUrl;
    }

    /**
     * The record of a transition.
     *
     * @param rule absent when it has been deleted
     * @param evaluatedAt event time up to which the rule has been evaluated
     */
    Alert of(Claim claim, @Nullable AlertRule rule, Transition transition, Instant evaluatedAt) {
        Evidence evidence = transition.evidence();
        Finding finding = evidence.finding();
        Map<String, String> annotations = rule == null
                ? Map.of()
                : rule.annotations(new Template.Values(claim.labels(), numbers(claim, finding)));
        Transition.Reason reason = transition.reason();
        return Alert.newBuilder()
                .setAlertId(claim.alertId())
                .setEventId(eventId(claim, transition))
                .setRevision(transition.revision())
                .setRuleId(claim.rule())
                .setRuleVersion(claim.ruleVersion())
                .setKind(kind(claim))
                .setStatus(status(transition.kind()))
                .setSeverity(claim.severity())
                .setLabels(claim.labels())
                .setAnnotations(annotations)
                .setMetric(claim.metric())
                .setStatistic(claim.statistic())
                .setOperator(claim.operator())
                .setThreshold(claim.threshold())
                .setUnit(claim.unit())
                .setObserved(finding.value())
                .setCiLow(finding.low())
                .setCiHigh(finding.high())
                .setBaseline(finding.baseline())
                .setN(finding.n())
                .setNEff(finding.nEff())
                .setWindowStart(evidence.start())
                .setWindowEnd(evidence.end())
                .setStartsAt(transition.startsAt())
                .setEndsAt(transition.endsAt())
                .setLastEvaluatedAt(evaluatedAt)
                .setResolveReason(reason == null ? null : reason.name().toLowerCase(Locale.ROOT))
                .setSummary(summary(claim, transition, annotations))
                .setDescription(annotations.get("description"))
                .setGeneratorUrl(externalUrl)
                .setRunbookUrl(annotations.get("runbook_url"))
                .setExemplars(evidence.exemplars().stream()
                        .map(call -> new Exemplar(call.traceId(), call.spanId(), call.reason(), call.value()))
                        .toList())
                .setProvenance(evidence.provenance())
                .build();
    }

    private static String eventId(Claim claim, Transition transition) {
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, transition.startsAt());
        return claim.alertId() + "-" + start + "-" + transition.revision();
    }

    private static AlertKind kind(Claim claim) {
        if (claim.source() == WindowSource.SPEND) {
            return AlertKind.BUDGET;
        }
        return claim.trend() ? AlertKind.TREND : AlertKind.THRESHOLD;
    }

    private static String whom(Claim claim) {
        return claim.about() instanceof Subject.Spender spender
                ? spender.key().kind().wireName() + " " + spender.key().name()
                : claim.labels().getOrDefault("route", "");
    }

    private static AlertStatus status(Transition.Kind kind) {
        return switch (kind) {
            case PENDING -> AlertStatus.PENDING;
            case FIRING -> AlertStatus.FIRING;
            case RESOLVED -> AlertStatus.RESOLVED;
            case CORRECTED -> AlertStatus.CORRECTED;
            case NO_DATA -> AlertStatus.NO_DATA;
            case LAPSED -> throw new IllegalArgumentException("a lapsed alert has no record");
        };
    }

    private static String summary(Claim claim, Transition transition, Map<String, String> annotations) {
        String text = annotations.get("summary");
        if (text == null) {
            Finding finding = transition.evidence().finding();
            String bound = claim.threshold() == null ? claim.operator() : claim.operator() + " " + claim.threshold();
            text = claim.rule() + " on " + whom(claim) + ": " + claim.metric() + " " + claim.statistic() + " "
                    + readable(finding.value()) + " " + claim.unit() + " (" + bound + ")";
        }
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_SUMMARY ? line : line.substring(0, LONGEST_SUMMARY);
    }

    private static Map<String, @Nullable String> numbers(Claim claim, Finding finding) {
        Map<String, @Nullable String> numbers = new HashMap<>();
        numbers.put("value", absentOr(finding.value()));
        numbers.put("threshold", absentOr(claim.threshold()));
        numbers.put("baseline", absentOr(finding.baseline()));
        numbers.put("ci_low", absentOr(finding.low()));
        numbers.put("ci_high", absentOr(finding.high()));
        numbers.put("n", Long.toString(finding.n()));
        numbers.put("unit", claim.unit());
        return numbers;
    }

    private static @Nullable String absentOr(@Nullable Double number) {
        return number == null ? null : Numbers.readable(number);
    }

    private static String readable(@Nullable Double number) {
        return number == null ? "unknown" : Numbers.readable(number);
    }
}
