package dev.weir.schemas;

import static dev.weir.schemas.Topic.Cleanup.COMPACT;
import static dev.weir.schemas.Topic.Cleanup.DELETE;
import static dev.weir.schemas.Topic.Timestamps.ARRIVAL;

import java.time.Duration;
import java.util.List;

/**
 * Every topic of Weir, and the only place that names one. All of them have the same number of partitions, which is
 * configured once, so that what shares a key shares a partition number.
 */
public final class Topics {

    public static final Topic TRACES = new Topic(
            "weir.traces",
            "trace id: the spans of a trace, and a resent span, meet in one partition",
            "TraceEvent",
            DELETE,
            Duration.ofDays(7),
            ARRIVAL,
            "producers",
            "topology");
    public static final Topic JUDGE_TASKS = new Topic(
            "weir.judge-tasks",
            "task id: spreads evenly, order does not matter",
            "JudgeTask",
            DELETE,
            Duration.ofDays(3),
            ARRIVAL,
            "topology",
            "judge-worker");
    public static final Topic SCORES = new Topic(
            "weir.scores",
            "score id: a score that is sent again meets the first",
            "Score",
            DELETE,
            Duration.ofDays(14),
            ARRIVAL,
            "judge-worker, people, topology",
            "topology");
    public static final Topic WINDOW_STATS = new Topic(
            "weir.window-stats",
            "series: its windows stay in order",
            "WindowStats or Progress",
            DELETE,
            Duration.ofDays(35),
            ARRIVAL,
            "topology",
            "alerting, analysts");
    public static final Topic WINDOW_SPEND = new Topic(
            "weir.window-spend",
            "spender: its windows stay in order",
            "WindowSpend or Progress",
            DELETE,
            Duration.ofDays(35),
            ARRIVAL,
            "topology",
            "alerting, analysts");
    public static final Topic WINDOW_QUALITY = new Topic(
            "weir.window-quality",
            "series: its windows stay in order",
            "WindowQuality or Progress",
            DELETE,
            Duration.ofDays(35),
            ARRIVAL,
            "topology",
            "alerting, analysts");
    public static final Topic ALERTS = new Topic(
            "weir.alerts",
            "alert id: the newest transition stands for the alert",
            "Alert",
            COMPACT,
            Duration.ZERO,
            ARRIVAL,
            "alerting",
            "notifiers, platform teams");
    public static final Topic ALERT_HISTORY = new Topic(
            "weir.alert-history",
            "alert id: the transitions of an alert stay in order",
            "Alert",
            DELETE,
            Duration.ofDays(90),
            ARRIVAL,
            "alerting",
            "platform teams");
    public static final Topic SERIES_RESTATEMENTS = new Topic(
            "weir.series-restatements",
            "series: meets its windows",
            "what a window's money should be, Weir's own bytes",
            DELETE,
            Duration.ofDays(1),
            ARRIVAL,
            "weir prices reprice; topology, for views",
            "topology");
    public static final Topic SPEND_RESTATEMENTS = new Topic(
            "weir.spend-restatements",
            "spender: meets its windows",
            "what a window's money should be, Weir's own bytes",
            DELETE,
            Duration.ofDays(1),
            ARRIVAL,
            "weir prices reprice",
            "topology");
    public static final Topic DEAD_LETTERS = new Topic(
            "weir.dead-letters",
            "the refused record's own key",
            "the refused record's own bytes; origin and reason in headers",
            DELETE,
            Duration.ofDays(14),
            ARRIVAL,
            "topology, judge-worker, alerting",
            "operators");

    private Topics() {}

    /** A topic that spans reach Weir in, one request of many spans a record; null keys are lawful. */
    public static Topic otlpSpans(String name) {
        return feed(name, "trace id where the exporter is told to (partition_traces_by_id), else none", "OTLP traces");
    }

    /** A topic that logs reach Weir in, one request of many a record; only evaluations among them are read. */
    public static Topic otlpLogs(String name) {
        return feed(name, "trace id, else response id, where the front door wrote it; else none", "OTLP logs");
    }

    /** A topic of one JSON object a call, as a gateway writes it. */
    public static Topic gatewayCalls(String name, String gateway) {
        return feed(name, "any or none", gateway + " call log");
    }

    private static Topic feed(String name, String key, String value) {
        return new Topic(
                name,
                key,
                value,
                DELETE,
                Duration.ofDays(7),
                ARRIVAL,
                "collectors, gateways, app",
                "topology",
                Topic.Owner.PRODUCER);
    }

    /** All topics of Weir's own, sources first; further sources have the names that the configuration gives them. */
    public static List<Topic> all() {
        return List.of(
                TRACES,
                JUDGE_TASKS,
                SCORES,
                WINDOW_STATS,
                WINDOW_SPEND,
                WINDOW_QUALITY,
                ALERTS,
                ALERT_HISTORY,
                SERIES_RESTATEMENTS,
                SPEND_RESTATEMENTS,
                DEAD_LETTERS);
    }
}
