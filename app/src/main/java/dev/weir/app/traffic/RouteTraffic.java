package dev.weir.app.traffic;

import dev.weir.app.traffic.ProductionFigures.Assumed;
import dev.weir.app.traffic.ProductionFigures.RoutePlan;
import dev.weir.schemas.Sha256;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The calls of one generated route, a minute at a time. How many there are in a minute follows the route's arrival
 * figures; within the minute they are spread at random.
 */
final class RouteTraffic {

    private static final long MINUTE_MICROS = 60_000_000;

    private final String route;
    private final RoutePlan plan;
    private final ProductionFigures figures;
    private final TrafficModel model;
    private final String source;
    private final SplittableRandom random;
    private final Choice models;
    private final Choice promptVersions;
    private final Choice tenants;
    private final Zipf users;
    private long calls;

    RouteTraffic(String route, RoutePlan plan, ProductionFigures figures, TrafficModel model, long seed) {
        this.route = route;
        this.plan = plan;
        this.figures = figures;
        this.model = model;
        this.source = "generated/" + seed + "/" + route;
        this.random = new SplittableRandom(ByteBuffer.wrap(Sha256.of(source)).getLong());
        this.models = new Choice(plan.models());
        this.promptVersions = new Choice(plan.promptVersions());
        this.tenants = new Choice(plan.tenants());
        this.users =
                new Zipf(figures.assumed().usersPerTenant(), figures.assumed().zipfExponent());
    }

    /** Calls that start in the minute from {@code start}, in no order. */
    List<TraceEvent> minute(Instant start) {
        double expected = figures.arrivalsOf(plan).callsPerMinute().at(random.nextDouble()) * plan.share();
        long count = (long) (expected + random.nextDouble());
        List<TraceEvent> minute = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            minute.add(call(start.plus(random.nextLong(MINUTE_MICROS), ChronoUnit.MICROS)));
        }
        return minute;
    }

    private TraceEvent call(Instant start) {
        SpanIds ids = SpanIds.of(source, calls++);
        String name = models.pick(random);
        String provider = figures.assumed().providers().get(name);
        TraceEvent.Builder event = TraceEvent.newBuilder()
                .setTraceId(ids.traceId())
                .setSpanId(ids.spanId())
                .setName("chat " + name)
                .setRoute(route)
                .setProvider(provider)
                .setRequestModel(name)
                .setResponseModel(name)
                .setStartTime(start)
                .setStatus(SpanStatus.OK)
                .setHttpStatus(200)
                .setFinishReason("stop")
                .setEnvironment("production")
                .setPromptName(route)
                .setPromptVersion(promptVersions.pick(random))
                .setFeature(plan.feature());
        fillCaller(event, start);
        model.fillTokens(event, plan, random);
        if (random.nextDouble() < figures.modelled().errors().share()) {
            model.fail(event);
        }
        model.fillLatency(event, plan.streamed(), random);
        model.fillTexts(event, plan.wrongShare(), random);
        return event.build();
    }

    private void fillCaller(TraceEvent.Builder event, Instant start) {
        Assumed assumed = figures.assumed();
        String tenant = tenants.pick(random);
        String user = tenant + "-user-" + users.pick(random);
        long session = start.toEpochMilli()
                / Duration.ofMinutes(assumed.sessionMinutes()).toMillis();
        event.setTenant(tenant).setUserId(user).setSessionId(user + "-" + session);
    }
}
