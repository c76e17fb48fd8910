package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Call.Ending;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Seeded calls of 50 routes to 8 models, two of which have no price: answers, errors of both kinds, refusals, unmeasured
 * tokens and times, and every fifth call up to 30 s out of order. The same seed gives the same calls but for their times.
 */
final class SeededCalls {

    private static final List<String> MODELS = List.of(
            "basalt-large", "basalt-small", "chalk-1", "flint-2", "gneiss-think", "marble", "obsidian", "pumice");
    private static final int ROUTES = 50;
    private static final int OUT_OF_ORDER_MICROS = 30_000_000;

    private SeededCalls() {}

    /**
     * Calls spread evenly over a time.
     *
     * @param lastMillis no call ends later
     */
    static List<Call> of(long seed, int count, long lastMillis, long spanMillis) {
        Random random = new Random(seed);
        List<Call> calls = new ArrayList<>(count);
        long first = (lastMillis - spanMillis) * 1_000;
        for (int i = 0; i < count; i++) {
            long end = first + spanMillis * 1_000 * i / count;
            long late = random.nextInt(5) == 0 ? random.nextInt(OUT_OF_ORDER_MICROS) : 0;
            calls.add(call(random, "t" + seed + "-" + i, end - late));
        }
        return calls;
    }

    private static Call call(Random random, String id, long end) {
        int route = (int) (ROUTES * Math.pow(random.nextDouble(), 1.5));
        Ending ending = ending(random.nextInt(100));
        boolean timed = random.nextInt(50) != 0;
        boolean measured = ending == Ending.NOTHING_SAID || random.nextInt(50) != 0;
        long duration = 50_000 + (long) (Math.exp(random.nextGaussian()) * 1_500_000);
        long input = (long) (Math.exp(random.nextGaussian()) * 800);
        long output = ending == Ending.NOTHING_SAID ? 0 : 1 + random.nextInt(900);
        return new Call(
                id,
                "tenant-" + route % 3,
                id.hashCode() % 8 == 0 ? "staging" : "production",
                "route-" + route,
                route % 4 == 0 ? "" : "provider-" + Math.floorMod(id.hashCode(), 3) / 2,
                MODELS.get(random.nextInt(MODELS.size())),
                route % 5 == 0 ? "b" : "",
                end,
                timed ? duration : null,
                timed && random.nextBoolean() ? random.nextLong(duration) : null,
                measured ? input : null,
                measured ? output : null,
                measured && random.nextInt(3) == 0 ? input / 2 : 0,
                measured && random.nextInt(4) == 0 ? output / 3 : 0,
                ending);
    }

    private static Ending ending(int percent) {
        if (percent < 80) {
            return Ending.ANSWERED;
        }
        return Ending.values()[1 + percent % (Ending.values().length - 1)];
    }

    /** The event that a producer would send of a call. */
    static TraceEvent event(Call call) {
        TraceEvent.Builder event = TraceEvent.newBuilder()
                .setTraceId(call.id())
                .setSpanId("s")
                .setTenant(call.tenant())
                .setEnvironment(call.environment())
                .setRoute(call.route())
                .setProvider(call.provider().isEmpty() ? null : call.provider())
                .setRequestModel(call.model())
                .setVariant(call.version().isEmpty() ? null : call.version())
                .setStartTime(instant(call.endMicros() - zeroIfAbsent(call.durationMicros())))
                .setDurationMicros(call.durationMicros())
                .setTimeToFirstTokenMicros(call.ttftMicros())
                .setInputTokens(call.inputTokens())
                .setOutputTokens(call.outputTokens());
        if (call.cachedTokens() > 0) {
            event.setCacheReadInputTokens(call.cachedTokens());
        }
        if (call.reasoningTokens() > 0) {
            event.setReasoningOutputTokens(call.reasoningTokens());
        }
        end(event, call.ending());
        return event.build();
    }

    private static void end(TraceEvent.Builder event, Ending ending) {
        switch (ending) {
            case ANSWERED, NOTHING_SAID -> event.setFinishReason("stop");
            case CUT_OFF -> event.setFinishReason("length");
            case HTTP_ERROR -> event.setHttpStatus(503);
            case ERROR_STATUS -> event.setStatus(SpanStatus.ERROR).setErrorType("timeout");
            case FILTERED -> event.setFinishReason("content_filter");
            case DECLINED -> event.setFinishReason("stop").setRefusal("not that");
        }
    }

    private static long zeroIfAbsent(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
