package dev.weir.app.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.api.ApiRoute.Listing;
import dev.weir.app.http.HttpException;
import dev.weir.app.http.HttpPeers;
import dev.weir.app.http.Parameters;
import dev.weir.app.http.Routes;
import dev.weir.topology.query.Questions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What analysts ask: series, windows, quality, spend and counters of the whole application from any process that
 * measures; alerts from every process. The routes are those of {@link ApiTable}; a question that the stores cannot answer
 * right now is status 503 with {@code Retry-After}.
 */
public final class AnalystRoutes implements Routes {

    /** What the headers of an answer say; CSV has no other place for it. */
    static final Map<String, String> HEADERS = headers();

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final String START = "/api/v1";

    private final BooleanSupplier measures;
    private final Supplier<Optional<? extends Questions>> queries;
    private final Supplier<Optional<? extends Alerts>> alerts;
    private final Clock clock;
    private final List<ApiRoute> table = ApiTable.routes();

    /**
     * Routes for a process that may not have started yet.
     *
     * @param measures whether the process has the role that answers about windows
     * @param queries empty before the start
     * @param alerts empty before the start
     */
    public AnalystRoutes(
            BooleanSupplier measures,
            Supplier<Optional<? extends Questions>> queries,
            Supplier<Optional<? extends Alerts>> alerts,
            Clock clock) {
        this.measures = measures;
        this.queries = queries;
        this.alerts = alerts;
        this.clock = clock;
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Weir-From", "`from` of the answer");
        headers.put("Weir-To", "`to` of the answer");
        headers.put("Weir-Partial", "`partial` of the answer");
        headers.put("Weir-Stale-Ms", "`stale_ms` of the answer");
        headers.put("Link", "address of the next page, with `rel=\"next\"`; absent: there is none");
        return headers;
    }

    @Override
    public void register(RoutesConfig routes) {
        table.forEach(route -> routes.get(route.path(), context -> answer(context, route)));
        String document = OpenApi.of(table).toString();
        routes.get(
                OpenApi.PATH,
                context -> context.contentType(Format.JSON.mediaType()).result(document));
        routes.get("/", this::links);
        routes.get(START, this::links);
        routes.get(HttpPeers.ROOT + "<path>", this::peer);
    }

    private void links(Context context) {
        ObjectNode json = JSON.objectNode().put("name", "weir");
        ObjectNode links = json.putObject("links");
        table.forEach(route -> links.put(route.path().substring(ApiTable.ROOT.length()), route.path()));
        links.put("openapi", OpenApi.PATH)
                .put("live", "/health/live")
                .put("ready", "/health/ready")
                .put("metrics", "/metrics");
        context.contentType(Format.JSON.mediaType()).result(json.toString());
    }

    private void answer(Context context, ApiRoute route) {
        Reading reading = new Reading(Parameters.of(context, ApiParameters.LONGEST_CURSOR), route.parameters());
        Optional<Format> format = reading.get(ApiParameters.FORMAT);
        Format form = format.isPresent() || reading.has(ApiParameters.FORMAT)
                ? format.orElse(Format.JSON)
                : Format.accepted(context.header("Accept"));
        List<Page.Order> orders = reading.sorted(route.row());
        Optional<Cursor> cursor = reading.cursor(orders.size());
        int limit = route.has(ApiParameters.LIMIT)
                ? reading.get(ApiParameters.LIMIT).orElse(ApiParameters.DEFAULT_LIMIT)
                : Integer.MAX_VALUE - 1;
        Listing listing = ask(
                context,
                () -> route.handler().answer(new Request(reading, cursor, new Live(context), clock.instant())));
        Page page = Page.of(listing.answer().rows(), orders, limit, cursor.map(Cursor::last));
        Optional<Cursor> next = page.last()
                .map(last -> new Cursor(
                        Cursor.questionOf(reading.texts()),
                        listing.range().map(ApiRoute.Range::from).orElse(0L),
                        listing.range().map(ApiRoute.Range::to).orElse(0L),
                        last));
        writeHeaders(context, listing, reading, next);
        context.contentType(form.mediaType())
                .result(
                        form == Format.CSV
                                ? Csv.of(route.row(), page.rows()).getBytes(StandardCharsets.UTF_8)
                                : bytes(Envelope.of(route, listing, reading, page.rows(), next)));
    }

    /** Without the text in between, which is as large as the answer. */
    private static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing JSON failed", e);
        }
    }

    private static void writeHeaders(Context context, Listing listing, Reading reading, Optional<Cursor> next) {
        listing.range().ifPresent(range -> {
            context.header("Weir-From", Instant.ofEpochMilli(range.from()).toString());
            context.header("Weir-To", Instant.ofEpochMilli(range.to()).toString());
        });
        context.header("Weir-Partial", Boolean.toString(listing.answer().isPartial()));
        context.header("Weir-Stale-Ms", Long.toString(listing.answer().staleMillis()));
        context.header("Vary", "Accept");
        next.ifPresent(cursor -> {
            Map<String, String> parameters = new TreeMap<>(reading.texts());
            parameters.put(ApiParameters.CURSOR.name(), cursor.text());
            String query = parameters.entrySet().stream()
                    .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            context.header("Link", "<" + context.path() + "?" + query + ">; rel=\"next\"");
        });
    }

    private void peer(Context context) {
        Map<String, String> parameters = Parameters.of(context, ApiParameters.LONGEST_CURSOR);
        byte[] answer = ask(context, () -> {
            try {
                return new Live(context).queries().answerPeer(context.pathParam("path"), parameters);
            } catch (IllegalArgumentException e) {
                throw HttpException.badRequest(String.valueOf(e.getMessage()));
            }
        });
        context.contentType("application/octet-stream").result(answer);
    }

    private static <T> T ask(Context context, Supplier<T> question) {
        try {
            return question.get();
        } catch (InvalidStateStoreException e) {
            throw notYet(context, "state stores are moving or being restored");
        }
    }

    private static HttpException notYet(Context context, String why) {
        context.header("Retry-After", RETRY_AFTER_SECONDS);
        return HttpException.unavailable(why + ": try again");
    }

    /** The process as it is at the time of a request. */
    private final class Live implements Sources {

        private final Context context;

        private Live(Context context) {
            this.context = context;
        }

        @Override
        public Questions queries() {
            if (!measures.getAsBoolean()) {
                throw HttpException.badRequest("this process does not measure: expected one with the role topology");
            }
            return started(queries.get());
        }

        @Override
        public Alerts alerts() {
            return started(alerts.get());
        }

        private <T> T started(Optional<? extends T> part) {
            return part.<T>map(one -> one).orElseThrow(() -> notYet(context, "the process is starting"));
        }
    }
}
