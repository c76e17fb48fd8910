package dev.weir.app.otlp;

import dev.weir.app.config.OtlpConfig;
import dev.weir.app.http.Routes;
import dev.weir.app.otlp.RefusedRequestException.Reason;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.otlp.OtlpRequests;
import dev.weir.topology.otlp.SourceFormat;
import dev.weir.topology.otlp.UnreadableBatchException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/traces}, {@code /v1/logs} and {@code /v1/metrics} as an OpenTelemetry exporter expects them (opentelemetry-proto,
 * docs/specification.md, OTLP/HTTP): protobuf or JSON, gzip, an answer in the encoding of the request, 200 only after Kafka has
 * acknowledged, 503 with {@code Retry-After} while it does not, partial success for spans that cannot be taken. Metrics are
 * answered, counted and not kept.
 */
public final class OtlpRoutes implements Routes, AutoCloseable {

    private static final String RETRY_AFTER_SECONDS = "2";
    private static final String BEARER = "Bearer ";

    private final OtlpConfig config;
    private final SourcesConfig sources;
    private final RequestBody body;
    private final MeterRegistry meters;
    private final Supplier<SourceSender> newSender;
    private @Nullable SourceSender sender;

    /**
     * @param sources where spans and logs go; a signal whose topic has no name is not taken
     * @param clientSettings of a Kafka client; asked for when the first request comes
     */
    public OtlpRoutes(
            OtlpConfig config,
            SourcesConfig sources,
            Supplier<java.util.Map<String, Object>> clientSettings,
            MeterRegistry meters) {
        this.config = config;
        this.sources = sources;
        this.body = new RequestBody(config.maxRequestBytes(), config.maxInFlightBytes());
        this.meters = meters;
        this.newSender = () -> new SourceSender(clientSettings.get());
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/v1/traces", context -> take(context, Signal.TRACES, sources.otlpSpans()));
        routes.post("/v1/logs", context -> take(context, Signal.LOGS, sources.otlpLogs()));
        routes.post("/v1/metrics", this::ignore);
    }

    private void take(Context context, Signal signal, String topic) throws IOException {
        Answer answer = Answer.JSON;
        try {
            answer = encoding(context);
            authorize(context);
            if (topic.isEmpty()) {
                throw new RefusedRequestException(
                        Reason.NOT_HERE, "topology.sources.otlp_" + name(signal) + " names no topic");
            }
            take(context, signal, topic, answer);
        } catch (RefusedRequestException e) {
            refuse(context, signal, answer, e);
        }
    }

    private void take(Context context, Signal signal, String topic, Answer answer)
            throws RefusedRequestException, IOException {
        RequestBody.Held held = body.read(context.req().getInputStream(), context.header("Content-Encoding"));
        OtlpRequests.Divided divided;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        try {
            divided = divide(signal, held.bytes(), answer);
            divided.requests().forEach(part -> records.add(new ProducerRecord<>(topic, key(part), part.request())));
        } catch (UnreadableBatchException e) {
            held.close();
            throw new RefusedRequestException(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
        CompletableFuture<Void> sent = sender().send(records);
        context.future(() -> sent.handle((done, failure) -> {
            held.close();
            if (failure == null) {
                accept(context, signal, answer, divided);
            } else {
                refuse(
                        context,
                        signal,
                        answer,
                        new RefusedRequestException(Reason.NOT_NOW, "Kafka has not acknowledged: try again"));
            }
            return done;
        }));
    }

    private static OtlpRequests.Divided divide(Signal signal, byte[] bytes, Answer answer)
            throws UnreadableBatchException {
        SourceFormat format = answer == Answer.JSON ? SourceFormat.OTLP_JSON : SourceFormat.OTLP_PROTO;
        return signal == Signal.TRACES
                ? OtlpRequests.traces(bytes, format, SourceSender.MOST_RECORD_BYTES)
                : OtlpRequests.logs(bytes, format, SourceSender.MOST_RECORD_BYTES);
    }

    private static byte @Nullable [] key(OtlpRequests.Keyed part) {
        String trace = part.traceId();
        return trace == null ? null : trace.getBytes(StandardCharsets.UTF_8);
    }

    private void accept(Context context, Signal signal, Answer answer, OtlpRequests.Divided divided) {
        count(signal, "accepted", divided.accepted());
        count(signal, "rejected", divided.rejected());
        requests(signal, 200);
        context.status(200)
                .contentType(answer.contentType())
                .result(answer.accepted(signal, divided.rejected(), divided.why()));
    }

    private void ignore(Context context) throws IOException {
        Answer answer = Answer.JSON;
        try {
            answer = encoding(context);
            authorize(context);
            try (RequestBody.Held held =
                    body.read(context.req().getInputStream(), context.header("Content-Encoding"))) {
                meters.counter("weir.otlp.ignored.bytes", "signal", Signal.METRICS.wireName())
                        .increment(held.bytes().length);
            }
            requests(Signal.METRICS, 200);
            context.contentType(answer.contentType()).result(answer.accepted(Signal.METRICS, 0, ""));
        } catch (RefusedRequestException e) {
            refuse(context, Signal.METRICS, answer, e);
        }
    }

    private void refuse(Context context, Signal signal, Answer answer, RefusedRequestException why) {
        requests(signal, why.reason().status);
        if (why.reason() == Reason.NOT_NOW) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(why.reason().status)
                .contentType(answer.contentType())
                .result(answer.status(why.reason().code, String.valueOf(why.getMessage())));
    }

    private static Answer encoding(Context context) throws RefusedRequestException {
        String type = context.contentType();
        String named = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (Answer answer : Answer.values()) {
            if (answer.contentType().equals(named)) {
                return answer;
            }
        }
        throw new RefusedRequestException(
                Reason.UNKNOWN_TYPE, "Content-Type: expected application/x-protobuf or application/json");
    }

    private void authorize(Context context) throws RefusedRequestException {
        String expected = config.apiKey().value();
        if (expected.isEmpty()) {
            return;
        }
        String bearer = context.header("Authorization");
        String given = bearer != null && bearer.startsWith(BEARER)
                ? bearer.substring(BEARER.length())
                : context.header("x-weir-api-key");
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedRequestException(
                    Reason.NO_KEY, "expected the API key as Authorization: Bearer or x-weir-api-key");
        }
    }

    private static String name(Signal signal) {
        return signal == Signal.TRACES ? "spans" : signal.wireName();
    }

    private void requests(Signal signal, int status) {
        meters.counter("weir.otlp.requests", "signal", signal.wireName(), "status", Integer.toString(status))
                .increment();
    }

    private void count(Signal signal, String outcome, long parts) {
        meters.counter("weir.otlp.parts", "signal", signal.wireName(), "outcome", outcome)
                .increment(parts);
    }

    private synchronized SourceSender sender() {
        SourceSender open = sender;
        if (open == null) {
            open = newSender.get();
            sender = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        SourceSender open = sender;
        if (open != null) {
            open.close();
        }
    }
}
