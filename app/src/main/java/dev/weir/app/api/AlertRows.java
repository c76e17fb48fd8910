package dev.weir.app.api;

import dev.weir.app.api.ApiParameters.When;
import dev.weir.app.api.ApiRoute.Listing;
import dev.weir.app.api.ApiRoute.Range;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.json.RecordJson;
import dev.weir.schemas.json.Shape;
import dev.weir.topology.query.Answer;
import dev.weir.topology.query.Answer.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Alerts as rows. */
final class AlertRows {

    static final Shape SHAPE = RecordJson.shapeOf(Alert.getClassSchema());

    private static final Parameter<String> ALERT = ApiParameters.equalTo("alert");
    private static final Parameter<String> SEVERITY =
            ApiParameters.equalTo("severity", List.of("critical", "error", "warning", "info"));
    private static final Parameter<String> STATUS = ApiParameters.equalTo(
            "status",
            Arrays.stream(AlertStatus.values()).map(AlertRows::lowerCase).toList());

    static final List<Parameter<?>> FILTERS = List.of(ALERT, SEVERITY, STATUS);

    private static final Parameter<When> FROM = within("from", "start of the range of `last_evaluated_at`, inclusive");
    private static final Parameter<When> TO = within("to", "end of the range of `last_evaluated_at`, exclusive");

    static final List<Parameter<?>> RANGE = List.of(FROM, TO);

    private AlertRows() {}

    private static Parameter<When> within(String name, String meaning) {
        return new Parameter<>(
                name,
                meaning,
                "all that is kept",
                ApiParameters.FROM.expected(),
                ApiParameters.FROM.schema(),
                ApiParameters.FROM.read());
    }

    private static String lowerCase(AlertStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static Listing active(Request request) {
        List<Row> rows = rows(request, request.sources().alerts().active(), Alert::getStartsAt);
        return new Listing(new Answer(rows, Set.of(), 0), Optional.empty());
    }

    static Listing history(Request request) {
        Optional<Instant> from = request.reading().get(FROM).map(time -> time.at(request.now()));
        Optional<Instant> to = request.reading().get(TO).map(time -> time.at(request.now()));
        List<Alert> within = request.sources().alerts().history().stream()
                .filter(alert -> from.isEmpty() || !alert.getLastEvaluatedAt().isBefore(from.get()))
                .filter(alert -> to.isEmpty() || alert.getLastEvaluatedAt().isBefore(to.get()))
                .toList();
        List<Row> rows = rows(request, within, Alert::getLastEvaluatedAt);
        return new Listing(new Answer(rows, Set.of(), 0), span(within, from, to));
    }

    /** The range that was asked for, or that of what there is. */
    private static Optional<Range> span(List<Alert> alerts, Optional<Instant> from, Optional<Instant> to) {
        Optional<Instant> first = alerts.stream().map(Alert::getLastEvaluatedAt).min(Comparator.naturalOrder());
        Optional<Instant> last = alerts.stream().map(Alert::getLastEvaluatedAt).max(Comparator.naturalOrder());
        Optional<Instant> start = from.or(() -> first);
        Optional<Instant> end = to.or(() -> last.map(time -> time.plusMillis(1)));
        return start.isPresent() && end.isPresent()
                ? Optional.of(new Range(start.get().toEpochMilli(), end.get().toEpochMilli(), 0))
                : Optional.empty();
    }

    private static List<Row> rows(Request request, List<Alert> alerts, Function<Alert, Instant> time) {
        Reading reading = request.reading();
        Map<Dimension, String> labels = ApiParameters.filtersOf(reading);
        Optional<String> alert = reading.get(ALERT);
        Optional<String> severity = reading.get(SEVERITY);
        Optional<String> status = reading.get(STATUS);
        reading.finish();
        Stream<Alert> wanted = alerts.stream()
                .filter(one -> alert.isEmpty() || alert.get().equals(one.getRuleId()))
                .filter(one -> severity.isEmpty() || severity.get().equals(one.getSeverity()))
                .filter(one -> status.isEmpty() || status.get().equals(lowerCase(one.getStatus())))
                .filter(one -> labels.entrySet().stream()
                        .allMatch(label -> label.getValue()
                                .equals(one.getLabels().get(label.getKey().wireName()))));
        return wanted.map(one -> new Row(id(one, time.apply(one)), () -> RecordJson.of(one)))
                .sorted(Comparator.comparing(Row::id))
                .toList();
    }

    private static String id(Alert alert, Instant time) {
        return "%019d %s %s %019d"
                .formatted(time.toEpochMilli(), alert.getAlertId(), alert.getStartsAt(), alert.getRevision());
    }
}
