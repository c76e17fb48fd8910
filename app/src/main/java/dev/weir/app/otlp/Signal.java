package dev.weir.app.otlp;

/** What an exporter sends, each on a path of its own. */
enum Signal {
    TRACES("rejectedSpans"),
    LOGS("rejectedLogRecords"),
    METRICS("rejectedDataPoints");

    private final String rejected;

    Signal(String rejected) {
        this.rejected = rejected;
    }

    /** Field of a partial success in JSON. */
    String rejected() {
        return rejected;
    }

    String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
