package dev.weir.topology.otlp.span;

/** Which of OTLP's export requests a batch is; both have the same outer form. */
public enum Signal {
    TRACES("resourceSpans", "scopeSpans", "spans", "span", 1, 2),
    LOGS("resourceLogs", "scopeLogs", "logRecords", "log record", 9, 10);

    final String resources;
    final String scopes;
    final String items;
    final String item;
    final int traceIdField;
    final int spanIdField;

    Signal(String resources, String scopes, String items, String item, int traceIdField, int spanIdField) {
        this.resources = resources;
        this.scopes = scopes;
        this.items = items;
        this.item = item;
        this.traceIdField = traceIdField;
        this.spanIdField = spanIdField;
    }
}
