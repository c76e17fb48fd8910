package dev.weir.app.api;

import static dev.weir.app.api.ApiParameters.BY;
import static dev.weir.app.api.ApiParameters.CURSOR;
import static dev.weir.app.api.ApiParameters.FILTERS;
import static dev.weir.app.api.ApiParameters.FORMAT;
import static dev.weir.app.api.ApiParameters.FROM;
import static dev.weir.app.api.ApiParameters.HOURS;
import static dev.weir.app.api.ApiParameters.LIMIT;
import static dev.weir.app.api.ApiParameters.SORT;
import static dev.weir.app.api.ApiParameters.SPEND_BY;
import static dev.weir.app.api.ApiParameters.STEP;
import static dev.weir.app.api.ApiParameters.TO;
import static dev.weir.app.api.ApiParameters.all;

import dev.weir.app.api.ApiRoute.Listing;
import dev.weir.app.api.ApiRoute.Range;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.Tile;
import dev.weir.schemas.json.RecordJson;
import dev.weir.topology.Kinds;
import dev.weir.topology.query.Answer;
import dev.weir.topology.query.Question;
import dev.weir.topology.query.Rows;
import dev.weir.topology.view.ListedWindows;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every route of the API. */
final class ApiTable {

    /** Below this stands every route. */
    static final String ROOT = "/api/v1/";

    private static final List<Parameter<?>> DIMENSIONS = List.copyOf(FILTERS.values());
    private static final List<Parameter<?>> RANGE = List.of(FROM, TO);
    private static final List<Parameter<?>> PAGE = List.of(LIMIT, SORT, CURSOR, FORMAT);
    private static final Set<Dimension> OF_SPENDERS = EnumSet.of(Dimension.TENANT, Dimension.ENVIRONMENT);
    private static final String BY_SERIES = "by series, then by time";

    private ApiTable() {}

    /** The routes in the order in which they are described. */
    static List<ApiRoute> routes() {
        return Stream.of(ofSeries(), Kinds.LISTED.stream().map(ApiTable::of).toList(), ofOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ApiRoute> ofSeries() {
        return List.of(
                new ApiRoute(
                        ROOT + "series",
                        "series",
                        "Every series that has a window.",
                        "by series",
                        Rows.SERIES,
                        all(DIMENSIONS, PAGE),
                        ApiTable::series),
                new ApiRoute(
                        ROOT + "windows",
                        "windows",
                        "Windows of traffic with their judged quality: calls, errors, refusals, tokens, cost, latency.",
                        BY_SERIES,
                        Rows.WINDOW,
                        all(DIMENSIONS, RANGE, List.of(STEP, BY), PAGE),
                        ApiTable::windows));
    }

    /** The route of a kind of windows that is listed as it is. */
    private static ApiRoute of(ListedWindows<?> kind) {
        return new ApiRoute(
                ROOT + kind.kind(),
                kind.kind(),
                kind.summary(),
                BY_SERIES,
                RecordJson.shapeOf(kind.schema()),
                all(DIMENSIONS, RANGE, List.of(STEP, BY), PAGE),
                request -> {
                    Question question = request.question(by(request));
                    return listing(request.queries().windows(kind, question), question, question.step());
                });
    }

    private static List<ApiRoute> ofOthers() {
        return List.of(
                new ApiRoute(
                        ROOT + "spend",
                        "spenders",
                        "Who spends, by user, feature or a dimension of the series. Of users and features only"
                                + " tenant and environment are known, so the other filters need a dimension in `by`.",
                        "by time, then the dearest first",
                        Rows.SPENDER,
                        all(DIMENSIONS, RANGE, List.of(HOURS, SPEND_BY), PAGE),
                        ApiTable::spend),
                new ApiRoute(
                        ROOT + "prices/missing",
                        "models",
                        "Models that were called without a known price; by default within the last day.",
                        "the most such calls first",
                        Rows.UNPRICED,
                        all(DIMENSIONS, RANGE, PAGE),
                        ApiTable::unpriced),
                new ApiRoute(
                        ROOT + "alerts",
                        "alerts",
                        "Alerts that are pending or firing.",
                        "by start, then by alert",
                        AlertRows.SHAPE,
                        all(DIMENSIONS, AlertRows.FILTERS, PAGE),
                        AlertRows::active),
                new ApiRoute(
                        ROOT + "alerts/history",
                        "alerts",
                        "The last 10,000 transitions of alerts.",
                        "by the time of the evaluation",
                        AlertRows.SHAPE,
                        all(DIMENSIONS, AlertRows.FILTERS, AlertRows.RANGE, PAGE),
                        AlertRows::history),
                new ApiRoute(
                        ROOT + "counters",
                        "",
                        "The counters of the whole application by store and name: what was read, counted, refused and"
                                + " why.",
                        "by store, then by name",
                        CounterRows.SHAPE,
                        List.of(FORMAT),
                        CounterRows::all));
    }

    private static Listing series(Request request) {
        var filters = ApiParameters.filtersOf(request.reading());
        request.reading().finish();
        return new Listing(request.queries().series(filters), Optional.empty());
    }

    private static Listing windows(Request request) {
        Question question = request.question(by(request));
        return listing(request.queries().windows(question), question, question.step());
    }

    private static Set<String> by(Request request) {
        return request.reading().get(BY).orElse(Question.EVERY_DIMENSION);
    }

    private static Listing spend(Request request) {
        Reading reading = request.reading();
        String by = reading.get(SPEND_BY).orElse("user");
        long step = reading.get(HOURS).map(Duration::toMillis).orElse(0L);
        if (Question.SPENDERS.contains(by)) {
            FILTERS.forEach((dimension, filter) -> {
                if (!OF_SPENDERS.contains(dimension) && reading.has(filter)) {
                    reading.refuse(
                            filter.name(),
                            reading.text(filter),
                            "a dimension in by: spend by " + by + " is known by tenant and environment alone");
                }
            });
        }
        Question question = request.wholeQuestion(step, Tile.HOUR.millis());
        return listing(request.queries().spend(question, by, step > 0), question, step);
    }

    private static Listing unpriced(Request request) {
        Question question = request.wholeQuestion(0, Tile.DAY.millis());
        return listing(request.queries().unpriced(question), question, 0);
    }

    private static Listing listing(Answer answer, Question question, long step) {
        return new Listing(answer, Optional.of(new Range(question.from(), question.to(), step)));
    }
}
