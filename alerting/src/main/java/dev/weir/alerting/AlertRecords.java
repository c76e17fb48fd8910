package dev.weir.alerting;

import dev.weir.alerting.avro.AlertDescription;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.lifecycle.Transition;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Numbers;
import dev.weir.alerting.rules.Template;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.text.Visible;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions as records of the alert topics. */
final class AlertRecords {

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
    Alert of(AlertDescription alert, @Nullable AlertRule rule, Transition transition, Instant evaluatedAt) {
        Evidence evidence = transition.evidence();
        Finding finding = evidence.finding();
        Map<String, String> annotations = rule == null
                ? Map.of()
                : rule.annotations(new Template.Placeholders(alert.getLabels(), numbers(alert, finding)));
        Transition.EndReason reason = transition.reason();
        return Alert.newBuilder()
                .setAlertId(alert.getAlertId())
                .setEventId(eventId(alert, transition))
                .setRevision(transition.revision())
                .setRuleId(alert.getRule())
                .setRuleVersion(alert.getRuleVersion())
                .setKind(AlertKind.valueOf(alert.getKind()))
                .setStatus(status(transition.kind()))
                .setSeverity(alert.getSeverity())
                .setLabels(alert.getLabels())
                .setAnnotations(annotations)
                .setMetric(alert.getMetric())
                .setStatistic(alert.getStatistic())
                .setOperator(alert.getOperator())
                .setThreshold(alert.getThreshold())
                .setUnit(alert.getUnit())
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
                .setSummary(summary(alert, transition, annotations))
                .setDescription(annotations.get("description"))
                .setGeneratorUrl(externalUrl)
                .setRunbookUrl(annotations.get("runbook_url"))
                .setExemplars(evidence.exemplars().stream()
                        .map(call -> new Exemplar(call.traceId(), call.spanId(), call.reason(), call.value()))
                        .toList())
                .setProvenance(evidence.provenance())
                .build();
    }

    private static String eventId(AlertDescription alert, Transition transition) {
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, transition.startsAt());
        return alert.getAlertId() + "-" + start + "-" + transition.revision();
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

    private static String summary(AlertDescription alert, Transition transition, Map<String, String> annotations) {
        String text = annotations.get("summary");
        if (text == null) {
            Finding finding = transition.evidence().finding();
            String bound = alert.getThreshold() == null
                    ? alert.getOperator()
                    : alert.getOperator() + " " + alert.getThreshold();
            text = alert.getRule() + " on " + Visible.inert(alert.getTitle()) + ": " + alert.getMetric() + " "
                    + alert.getStatistic() + " " + readable(finding.value()) + " " + alert.getUnit() + " (" + bound
                    + ")";
        }
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return TextLimit.SUMMARY.of(line);
    }

    private static Map<String, @Nullable String> numbers(AlertDescription alert, Finding finding) {
        Map<String, @Nullable String> numbers = new HashMap<>();
        numbers.put("value", absentOr(finding.value()));
        numbers.put("threshold", absentOr(alert.getThreshold()));
        numbers.put("baseline", absentOr(finding.baseline()));
        numbers.put("ci_low", absentOr(finding.low()));
        numbers.put("ci_high", absentOr(finding.high()));
        numbers.put("n", Long.toString(finding.n()));
        numbers.put("unit", alert.getUnit());
        return numbers;
    }

    private static @Nullable String absentOr(@Nullable Double number) {
        return number == null ? null : Numbers.readable(number);
    }

    private static String readable(@Nullable Double number) {
        return number == null ? "unknown" : Numbers.readable(number);
    }
}
