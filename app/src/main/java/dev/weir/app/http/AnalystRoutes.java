package dev.weir.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.alerting.AlertJson;
import dev.weir.app.run.AlertView;
import dev.weir.app.run.App;
import dev.weir.schemas.avro.Alert;
import dev.weir.topology.query.Queries;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What analysts ask: series, windows, quality, spend and counters of the whole application from any process that
 * measures; alerts from every process. A question that the stores cannot answer right now is status 503 with
 * {@code Retry-After}.
 */
public final class AnalystRoutes implements Routes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final int LONGEST_OF_PEERS = 4096;

    private final App app;

    /** Routes for an app that may not have started yet. */
    public AnalystRoutes(App app) {
        this.app = app;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/series", context -> answer(context, Queries::series));
        routes.get("/api/v1/windows", context -> answer(context, q -> q.windows(Parameters.of(context))));
        routes.get("/api/v1/quality", context -> answer(context, q -> q.quality(Parameters.of(context))));
        routes.get("/api/v1/spend", context -> answer(context, q -> q.spend(Parameters.of(context))));
        routes.get("/api/v1/prices/missing", context -> answer(context, q -> q.unpriced(Parameters.of(context))));
        routes.get("/api/v1/counters", context -> answer(context, Queries::counters));
        routes.get("/api/v1/alerts", context -> alerts(context, AlertView::active));
        routes.get("/api/v1/alerts/history", context -> alerts(context, AlertView::history));
        routes.get(HttpPeers.ROOT + "<path>", this::peer);
    }

    private void answer(Context context, Function<Queries, ObjectNode> question) {
        json(context, ask(context, question));
    }

    private void peer(Context context) {
        byte[] answer = ask(
                context,
                queries ->
                        queries.answerPeer(context.pathParam("path"), Parameters.bounded(context, LONGEST_OF_PEERS)));
        context.contentType("application/octet-stream").result(answer);
    }

    private <T> T ask(Context context, Function<Queries, T> question) {
        if (!app.measures()) {
            throw HttpException.badRequest("this process does not measure: expected one with the role topology");
        }
        try {
            return question.apply(app.queries().orElseThrow(() -> notYet(context, "the process is starting")));
        } catch (IllegalArgumentException e) {
            throw HttpException.badRequest(String.valueOf(e.getMessage()));
        } catch (InvalidStateStoreException e) {
            throw notYet(context, "state stores are moving or being restored");
        }
    }

    private void alerts(Context context, Function<AlertView, List<Alert>> which) {
        AlertView view = app.alerts().orElseThrow(() -> notYet(context, "the process is starting"));
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("alerts");
        which.apply(view).forEach(alert -> list.add(AlertJson.of(alert)));
        json(context, json);
    }

    private static HttpException notYet(Context context, String why) {
        context.header("Retry-After", RETRY_AFTER_SECONDS);
        return HttpException.unavailable(why + ": try again");
    }

    private static void json(Context context, ObjectNode json) {
        context.contentType("application/json").result(json.toString());
    }
}
