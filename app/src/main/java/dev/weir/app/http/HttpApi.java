package dev.weir.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.alerting.AlertJson;
import dev.weir.app.run.App;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.query.Queries;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a process. Every answer is JSON but {@code /metrics}; errors are {@code {"error": …}} and never a
 * stack trace. Questions about windows are answered by processes that measure; alerts and health by all.
 */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REGISTRY_JSON = "application/vnd.schemaregistry.v1+json";
    private static final int RETRY_AFTER_SECONDS = 2;

    private final App app;
    private final PrometheusMeterRegistry meters;
    private final Javalin server;

    /** Routes for an app that may not have started yet; {@link #listen} opens the port. */
    public HttpApi(App app, PrometheusMeterRegistry meters) {
        this.app = app;
        this.meters = meters;
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to listen.
     *
     * @throws io.javalin.util.JavalinBindException if the port is taken
     */
    public void listen(String host, int port) {
        server.start(host, port);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.routes.before(HttpApi::secure);
        config.routes.get("/health/live", this::live);
        config.routes.get("/health/ready", this::ready);
        config.routes.get("/metrics", this::metrics);
        config.routes.get("/api/v1/series", context -> answer(context, Queries::series));
        config.routes.get("/api/v1/windows", context -> answer(context, q -> q.windows(parameters(context))));
        config.routes.get("/api/v1/quality", context -> answer(context, q -> q.quality(parameters(context))));
        config.routes.get("/api/v1/spend", context -> answer(context, q -> q.spend(parameters(context))));
        config.routes.get("/api/v1/counters", context -> answer(context, Queries::counters));
        config.routes.get(
                "/api/v1/alerts", context -> alerts(context, app.alerts().active()));
        config.routes.get(
                "/api/v1/alerts/history",
                context -> alerts(context, app.alerts().history()));
        config.routes.get(HttpPeers.ROOT + "<path>", this::peer);
        app.servedRegistry().ifPresent(registry -> serve(config, registry));
        config.routes.exception(IllegalArgumentException.class, (e, context) -> error(context, 400, e));
        config.routes.exception(InvalidStateStoreException.class, HttpApi::unavailable);
        config.routes.exception(StreamsNotStartedException.class, HttpApi::unavailable);
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.atError().addKeyValue("path", context.path()).setCause(e).log("request failed");
            context.status(HttpStatus.INTERNAL_SERVER_ERROR)
                    .contentType("application/json")
                    .result(JSON.objectNode().put("error", "internal error").toString());
        });
        config.routes.error(HttpStatus.NOT_FOUND, context -> {
            if (context.result() == null
                    || !String.valueOf(context.contentType()).contains("json")) {
                json(context, JSON.objectNode().put("error", "no such path"));
            }
        });
    }

    private static void secure(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Content-Security-Policy", "default-src 'self'");
        context.header("Cache-Control", "no-store");
    }

    private void live(Context context) {
        Map<String, String> problems = new TreeMap<>(app.problems());
        ObjectNode json = JSON.objectNode().put("status", problems.isEmpty() ? "up" : "down");
        ObjectNode list = json.putObject("problems");
        problems.forEach(list::put);
        context.status(problems.isEmpty() ? 200 : 503);
        json(context, json);
    }

    private void ready(Context context) {
        boolean ready = app.isReady();
        context.status(ready ? 200 : 503);
        json(context, JSON.objectNode().put("status", ready ? "ready" : "not ready"));
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
    }

    private void answer(Context context, Function<Queries, ObjectNode> question) {
        Queries queries = app.queries()
                .orElseThrow(() ->
                        new IllegalArgumentException("this process does not measure: ask one with the role topology"));
        json(context, question.apply(queries));
    }

    private static Map<String, String> parameters(Context context) {
        Map<String, String> parameters = new TreeMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (values.size() != 1) {
                throw new IllegalArgumentException(name + ": given " + values.size() + " times, expected once");
            }
            parameters.put(name, values.get(0));
        });
        return parameters;
    }

    private void alerts(Context context, List<Alert> alerts) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("alerts");
        alerts.forEach(alert -> list.add(AlertJson.of(alert)));
        json(context, json);
    }

    private void peer(Context context) {
        Queries queries =
                app.queries().orElseThrow(() -> new IllegalArgumentException("this process does not measure"));
        byte[] answer = queries.answerPeer(context.pathParam("path"), parameters(context));
        context.contentType("application/octet-stream").result(answer);
    }

    private static void serve(JavalinConfig config, EmbeddedRegistry registry) {
        for (String path : List.of("/subjects", "/subjects/<rest>", "/schemas/<rest>", "/config", "/config/<rest>")) {
            config.routes.get(path, context -> {
                EmbeddedRegistry.Answer answer = registry.get(context.req().getRequestURI());
                context.status(answer.status()).contentType(REGISTRY_JSON).result(answer.json());
            });
        }
    }

    private static void unavailable(Exception e, Context context) {
        context.header("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
        error(context, 503, e);
    }

    private static void error(Context context, int status, Exception e) {
        context.status(status);
        json(context, JSON.objectNode().put("error", String.valueOf(e.getMessage())));
    }

    private static void json(Context context, ObjectNode json) {
        context.contentType("application/json").result(json.toString());
    }

    @Override
    public void close() {
        server.stop();
    }
}
