package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.Map;

/** Events of a CSV's rows: what the layout says, and route, model and ids where the file has none. */
final class CsvEvents {

    private final String fileName;
    private final CsvLayout layout;
    private final Map<String, Integer> columns;
    private final String route;
    private final String model;
    private final CsvClock clock;

    CsvEvents(String fileName, CsvLayout layout, Map<String, Integer> columns, ReadOptions options) {
        this.fileName = fileName;
        this.layout = layout;
        this.columns = columns;
        String given = options.route();
        int dot = fileName.indexOf('.');
        this.route = given != null ? given : dot > 0 ? fileName.substring(0, dot) : fileName;
        this.model = options.model();
        this.clock = new CsvClock(options.base());
    }

    /**
     * The event of a line.
     *
     * @throws MalformedRowException if the line is no row of the layout
     */
    TraceEvent read(String line, long lineNumber) {
        SpanIds ids = SpanIds.of(fileName, lineNumber);
        TraceEvent.Builder event = TraceEvent.newBuilder()
                .setTraceId(ids.traceId())
                .setSpanId(ids.spanId())
                .setRoute(route)
                .setRequestModel(model)
                .setStartTime(Instant.EPOCH);
        layout.fill(event, CsvRow.parse(columns, line), clock);
        return event.build();
    }
}
