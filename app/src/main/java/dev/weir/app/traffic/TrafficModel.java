package dev.weir.app.traffic;

import dev.weir.app.traffic.ProductionFigures.ErrorFigures;
import dev.weir.app.traffic.ProductionFigures.LatencyFigures;
import dev.weir.app.traffic.ProductionFigures.RoutePlan;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.util.SplittableRandom;

/**
 * What a call looks like: latency by the measured figures of its model, texts by the templates of its route, refusals in
 * their measured shares. One regression makes a route worse for a while.
 *
 * <p>Latency is the time to the first token plus the measured time per token for each further output token; the texts do
 * not have as many tokens as the call says. Thread-safe.
 */
public final class TrafficModel {

    private final ProductionFigures figures;
    private final CallTexts texts = new CallTexts();
    private final Regression regression;

    public TrafficModel(ProductionFigures figures, Regression regression) {
        this.figures = figures;
        this.regression = regression;
    }

    /** What makes a route worse for a while. */
    public Regression regression() {
        return regression;
    }

    /**
     * A recorded call with the latency and the texts that its trace does not have. What the trace says stays as it is; a
     * call without output tokens gets the time to the first token as its latency. The same call is completed the same way
     * every time.
     */
    public TraceEvent complete(TraceEvent recorded) {
        SpanIds ids = SpanIds.of(recorded.getTraceId() + "/" + recorded.getSpanId(), 0);
        SplittableRandom random = new SplittableRandom(Long.parseUnsignedLong(ids.spanId(), 16));
        TraceEvent.Builder event = TraceEvent.newBuilder(recorded);
        Long recordedFirst = recorded.getTimeToFirstTokenMicros();
        if (recorded.getDurationMicros() == null) {
            fillLatency(event, recordedFirst == null, random);
            if (recordedFirst != null) {
                event.setDurationMicros(Math.max(recordedFirst, event.getDurationMicros()));
            }
        }
        boolean textless = recorded.getInputText() == null && recorded.getOutputText() == null;
        if (textless && recorded.getKind() == SpanKind.LLM) {
            fillTexts(event, 0, random);
        }
        return event.build();
    }

    /** Latency of a call whose route, model, start and output tokens stand. */
    void fillLatency(TraceEvent.Builder event, boolean streamed, SplittableRandom random) {
        LatencyFigures latency = figures.latencyOf(model(event));
        double factor = regression.covers(route(event), event.getStartTime()) ? regression.latencyFactor() : 1;
        Long output = event.getOutputTokens();
        long further = output == null || output < 1 ? 0 : output - 1;
        double first = latency.ttftMillis().at(random.nextDouble()) * 1_000 * factor;
        double rest = latency.microsPerToken().at(random.nextDouble()) * further * factor;
        event.setDurationMicros(Math.round(first + rest));
        if (streamed && output != null && output > 0) {
            event.setTimeToFirstTokenMicros(Math.round(first));
        }
    }

    /**
     * Texts of a call, and whether it was refused.
     *
     * @param wrongShare part of the route's answers that are wrong when all is well
     */
    void fillTexts(TraceEvent.Builder event, double wrongShare, SplittableRandom random) {
        String route = route(event);
        String from = texts.knows(route) ? route : figures.assumed().textsOfOtherRoutes();
        double kind = random.nextDouble();
        double unsafe = figures.assumed().unsafeShare();
        boolean sensitive = kind < unsafe + figures.assumed().lookalikeShare();
        if (event.getStatus() == SpanStatus.ERROR) {
            texts.fillUnanswered(event, from, random);
        } else if (sensitive) {
            boolean isUnsafe = kind < unsafe;
            double refusedShare = isUnsafe
                    ? figures.modelled().refusals().unsafe()
                    : figures.modelled().refusals().lookalike();
            boolean refused = random.nextDouble() < refusedShare;
            texts.fillSensitive(event, from, isUnsafe, refused, random);
            if (refused) {
                markRefused(event);
            }
        } else {
            boolean covered = regression.covers(route, event.getStartTime());
            boolean wrong = random.nextDouble() < (covered ? regression.wrongShare() : wrongShare);
            texts.fillOrdinary(event, from, wrong, random);
        }
    }

    /** Each provider has its own way to say that the model refused; some have none but the text. */
    private static void markRefused(TraceEvent.Builder event) {
        String provider = event.getProvider() == null ? "" : event.getProvider();
        if (provider.equals("openai")) {
            event.setRefusal(event.getOutputText());
        } else if (provider.equals("anthropic")) {
            event.setFinishReason("refusal");
        }
    }

    /** Turns a call into one that failed: no tokens, no texts of the model, and only the time until the refusal came. */
    void fail(TraceEvent.Builder event) {
        ErrorFigures errors = figures.modelled().errors();
        event.setStatus(SpanStatus.ERROR)
                .setHttpStatus(errors.httpStatus())
                .setErrorType(errors.errorType())
                .setInputTokens(null)
                .setOutputTokens(null)
                .setCacheReadInputTokens(null)
                .setFinishReason(null)
                .setResponseModel(null);
    }

    /** Tokens of a call of a route. */
    void fillTokens(TraceEvent.Builder event, RoutePlan plan, SplittableRandom random) {
        ProductionFigures.TokenFigures tokens = figures.tokens(plan.tokens());
        long input = tokens.input().countAt(random.nextDouble());
        event.setInputTokens(input).setOutputTokens(tokens.output().countAt(random.nextDouble()));
        String cached = plan.cached();
        QuantileFunction share = cached == null ? null : figures.tokens(cached).cachedShare();
        if (share != null) {
            event.setCacheReadInputTokens((long) (input * share.at(random.nextDouble())));
        }
    }

    private static String model(TraceEvent.Builder event) {
        String response = event.getResponseModel();
        String request = event.getRequestModel();
        return response != null ? response : request != null ? request : "";
    }

    private static String route(TraceEvent.Builder event) {
        String route = event.getRoute();
        String name = event.getName();
        return route != null ? route : name != null ? name : "";
    }
}
