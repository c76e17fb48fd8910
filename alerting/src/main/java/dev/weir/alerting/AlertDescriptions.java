package dev.weir.alerting;

import dev.weir.alerting.avro.AlertDescription;
import dev.weir.alerting.avro.SourceTopic;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.RuleKind;
import dev.weir.alerting.window.Subject;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;

/** What alerts say apart from numbers, as it is stored with each. */
final class AlertDescriptions {

    private AlertDescriptions() {}

    static AlertDescription of(AlertRule rule, Subject subject, String alertId) {
        RuleKind kind = rule.kind();
        return AlertDescription.newBuilder()
                .setAlertId(alertId)
                .setSubject(subject.text())
                .setTitle(subject.title())
                .setRule(rule.name())
                .setRuleVersion(rule.version())
                .setSource(SourceTopic.valueOf(rule.measure().source().name()))
                .setKind(kind.alertKind().name())
                .setSeverity(rule.severity())
                .setLabels(rule.identity(subject))
                .setMetric(rule.measure().wireName())
                .setStatistic(kind.statistic().name())
                .setOperator(kind.operator())
                .setThreshold(kind.threshold())
                .setUnit(rule.measure().unit())
                .build();
    }

    /** Topic that the alert's rule reads. */
    static WindowSource source(AlertDescription alert) {
        return WindowSource.valueOf(alert.getSource().name());
    }

    /** Whom the alert is about. */
    static Subject subject(AlertDescription alert) {
        return source(alert) == WindowSource.SPEND
                ? new Subject.Spender(SpenderKey.parse(alert.getSubject()))
                : new Subject.Series(SeriesKey.parse(alert.getSubject()));
    }
}
