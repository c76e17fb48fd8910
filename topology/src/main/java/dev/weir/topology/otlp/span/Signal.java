package dev.weir.topology.otlp.span;

/** Which of OTLP's export requests a batch is; both have the same outer form. */
public enum Signal {
    TRACES("resourceSpans", "scopeSpans", "spans", "span"),
    LOGS("resourceLogs", "scopeLogs", "logRecords", "log record");

    final String resources;
    final String scopes;
    final String items;
    final String item;

    Signal(String resources, String scopes, String items, String item) {
        this.resources = resources;
        this.scopes = scopes;
        this.items = items;
        this.item = item;
    }
}
