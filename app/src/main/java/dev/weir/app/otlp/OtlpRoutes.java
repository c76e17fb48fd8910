package dev.weir.app.otlp;

import dev.weir.app.config.OtlpConfig;
import dev.weir.app.http.Routes;
import dev.weir.app.http.Upload;
import dev.weir.app.otlp.RefusedRequestException.Reason;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.otlp.Divided;
import dev.weir.topology.otlp.OtlpRequests;
import dev.weir.topology.otlp.SourceFormat;
import dev.weir.topology.otlp.UnreadableBatchException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/traces}, {@code /v1/logs} and {@code /v1/metrics} as an OpenTelemetry exporter expects them (opentelemetry-proto,
 * docs/specification.md, OTLP/HTTP): protobuf or JSON, gzip, an answer in the encoding of the request, 200 only after Kafka has
 * acknowledged, 503 with {@code Retry-After} while it does not, partial success for spans that cannot be taken. Of logs the
 * evaluations are kept; others, and metrics, are answered, counted and not kept.
 */
public final class OtlpRoutes implements Routes, AutoCloseable {

    private static final String RETRY_AFTER_SECONDS = "2";
    private static final String BEARER = "Bearer ";

    /** How many times larger than the largest request its parts may be, with the resource of each repeated. */
    private static final int MOST_TIMES = 2;

    private final OtlpConfig config;
    private final SourcesConfig sources;
    private final RequestBody body;
    private final OtlpRequests.Bounds bounds;
    private final MeterRegistry meters;
    private final Supplier<SourceSender> newSender;
    private @Nullable SourceSender sender;

    /**
     * @param sources where spans and logs go; spans without a topic are refused, and evaluations rejected one by one
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
        this.bounds = new OtlpRequests.Bounds(
                SourceSender.MOST_RECORD_BYTES,
                Math.min((long) MOST_TIMES * config.maxRequestBytes(), config.maxInFlightBytes()));
        this.meters = meters;
        this.newSender = () -> new SourceSender(clientSettings.get());
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/v1/traces", context -> take(context, Signal.TRACES));
        routes.post("/v1/logs", context -> take(context, Signal.LOGS));
        routes.post("/v1/metrics", context -> ignore(context, Signal.METRICS));
    }

    @Override
    public List<Upload> uploads() {
        return List.of(new OtlpUpload());
    }

    /** Bodies of exporters: none of a client without the key, or in a form that is not read. */
    private final class OtlpUpload implements Upload {

        @Override
        public boolean isAt(String path) {
            return path.startsWith("/v1/");
        }

        @Override
        public int mostBytes() {
            return config.maxRequestBytes();
        }

        @Override
        public boolean isWanted(Headers headers) {
            try {
                encoding(headers.get("Content-Type"));
                authorize(headers.get("Authorization"), headers.get("x-weir-api-key"));
                return true;
            } catch (RefusedRequestException e) {
                return false;
            }
        }

        @Override
        public Refusal refuse(String path, Headers headers, int status, String why) {
            Arrays.stream(Signal.values())
                    .filter(signal -> path.equals("/v1/" + signal.wireName()))
                    .forEach(signal -> requests(signal, status));
            Reason reason = Reason.of(status);
            try {
                Answer answer = encoding(headers.get("Content-Type"));
                return new Refusal(answer.contentType(), answer.status(reason.code, why));
            } catch (RefusedRequestException e) {
                return Upload.super.refuse(path, headers, status, why);
            }
        }
    }

    private void take(Context context, Signal signal) throws IOException {
        String topic = signal == Signal.LOGS ? sources.otlpLogs() : sources.otlpSpans();
        Answer answer = Answer.JSON;
        try {
            answer = encoding(context.contentType());
            authorize(context.header("Authorization"), context.header("x-weir-api-key"));
            if (signal == Signal.TRACES && topic.isEmpty()) {
                throw new RefusedRequestException(Reason.NOT_HERE, "topology.sources.otlp_spans names no topic");
            }
            take(context, signal, topic, answer);
        } catch (RefusedRequestException e) {
            refuse(context, signal, answer, e);
        }
    }

    private void take(Context context, Signal signal, String topic, Answer answer)
            throws RefusedRequestException, IOException {
        RequestBody.Held held = body.read(context.req().getInputStream(), context.header("Content-Encoding"));
        Divided divided;
        List<ProducerRecord<byte[], byte[]>> records;
        try {
            divided = divide(held.bytes(), signal, answer);
            held.becomes(divided.bytes());
            records = divided.requests().stream()
                    .map(part ->
                            new ProducerRecord<>(topic, part.key().getBytes(StandardCharsets.UTF_8), part.request()))
                    .toList();
            held.dropBody();
        } catch (RefusedRequestException | RuntimeException e) {
            held.close();
            throw e;
        }
        CompletableFuture<Void> sent = sender().send(records);
        context.future(() -> sent.handle((done, failure) -> {
            held.close();
            if (failure == null) {
                accept(context, signal, answer, divided);
            } else {
                refuse(context, signal, answer, notSent(failure));
            }
            return done;
        }));
    }

    /** Evaluations of a process that reads no logs are rejected one by one, because none must be lost unseen. */
    private Divided divide(byte[] request, Signal signal, Answer answer) throws RefusedRequestException {
        SourceFormat format = answer == Answer.JSON ? SourceFormat.OTLP_JSON : SourceFormat.OTLP_PROTO;
        try {
            if (signal != Signal.LOGS) {
                return OtlpRequests.of(request, format, bounds);
            }
            Divided divided = OtlpRequests.ofLogs(request, format, bounds);
            return sources.otlpLogs().isEmpty()
                    ? divided.without("topology.sources.otlp_logs names no topic")
                    : divided;
        } catch (UnreadableBatchException e) {
            throw new RefusedRequestException(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static RefusedRequestException notSent(Throwable failure) {
        return SourceSender.isTooLarge(failure)
                ? new RefusedRequestException(
                        Reason.TOO_LARGE,
                        "Kafka takes no record as large as one of these: expected smaller spans, or a topic with a larger"
                                + " max.message.bytes")
                : new RefusedRequestException(Reason.NOT_NOW, "Kafka has not acknowledged: try again");
    }

    private void accept(Context context, Signal signal, Answer answer, Divided divided) {
        count(signal, "accepted", divided.accepted());
        count(signal, "rejected", divided.rejected());
        if (signal == Signal.LOGS) {
            count(signal, "ignored", divided.ignored());
        }
        requests(signal, 200);
        context.status(200)
                .contentType(answer.contentType())
                .result(answer.accepted(signal, divided.rejected(), divided.why()));
    }

    private void ignore(Context context, Signal signal) throws IOException {
        Answer answer = Answer.JSON;
        try {
            answer = encoding(context.contentType());
            authorize(context.header("Authorization"), context.header("x-weir-api-key"));
            try (RequestBody.Held held =
                    body.read(context.req().getInputStream(), context.header("Content-Encoding"))) {
                meters.counter("weir.otlp.ignored.bytes", "signal", signal.wireName())
                        .increment(held.bytes().length);
            }
            requests(signal, 200);
            context.contentType(answer.contentType()).result(answer.accepted(signal, 0, ""));
        } catch (RefusedRequestException e) {
            refuse(context, signal, answer, e);
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

    private static Answer encoding(@Nullable String type) throws RefusedRequestException {
        String named = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (Answer answer : Answer.values()) {
            if (answer.contentType().equals(named)) {
                return answer;
            }
        }
        throw new RefusedRequestException(
                Reason.UNKNOWN_TYPE, "Content-Type: expected application/x-protobuf or application/json");
    }

    private void authorize(@Nullable String bearer, @Nullable String key) throws RefusedRequestException {
        String expected = config.apiKey().value();
        if (expected.isEmpty()) {
            return;
        }
        String given = bearer != null && bearer.startsWith(BEARER) ? bearer.substring(BEARER.length()) : key;
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedRequestException(
                    Reason.NO_KEY, "expected the API key as Authorization: Bearer or x-weir-api-key");
        }
    }

    private void requests(Signal signal, int status) {
        meters.counter("weir.otlp.requests", "signal", signal.wireName(), "status", Integer.toString(status))
                .increment();
    }

    private void count(Signal signal, String outcome, long parts) {
        meters.counter(signal == Signal.LOGS ? "weir.otlp.logs" : "weir.otlp.spans", "outcome", outcome)
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
