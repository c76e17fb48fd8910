package dev.weir.benchmarks.calls;

import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.Zipf;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * Calls in order of arrival, evenly spaced. The same kind and number give the same calls on the same Java version. About
 * 4 microseconds a call, texts included, because they are chosen and not written.
 */
public final class SeededCalls implements Iterator<Arrival> {

    /** Arrival of the first call. */
    public static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

    private static final int ROUTES = 50;
    private static final int USERS = 10_000;
    private static final int FEATURES = 20;
    private static final long LONGEST_MICROS = 600_000_000L;
    private static final double TAIL = 0.01;
    private static final double LITTLE_LATE = 0.008;
    private static final double VERY_LATE = 0.002;
    private static final List<String> MODELS = FlatPrices.MODELS;
    private static final HexFormat HEX = HexFormat.of();

    private final SplittableRandom random = new SplittableRandom(20_261_120);
    private final Zipf routes = new Zipf(ROUTES, 1);
    private final Zipf models = new Zipf(MODELS.size(), 1);
    private final Zipf users = new Zipf(USERS, 1);
    private final Data data;
    private final long count;
    private final Texts texts;
    private final long startMicros;
    private long made;

    public SeededCalls(Data data, long count) {
        this(data, count, START);
    }

    /** The same calls at another time. */
    public SeededCalls(Data data, long count, Instant start) {
        this.data = data;
        this.count = count;
        this.texts = new Texts(random.split());
        this.startMicros = Math.multiplyExact(start.toEpochMilli(), 1000L);
    }

    @Override
    public boolean hasNext() {
        return made < count;
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + count + " calls have been made");
        }
        long arrivalMicros = startMicros + made * (1_000_000L / data.callsPerSecond());
        made++;
        TraceEvent event = call(arrivalMicros - latenessMicros());
        return new Arrival(event, instant(arrivalMicros));
    }

    private long latenessMicros() {
        double which = random.nextDouble();
        if (which < VERY_LATE) {
            return random.nextLong(45_000_000, 225_000_000);
        }
        return which < VERY_LATE + LITTLE_LATE
                ? random.nextLong(1_000_000, 21_000_000)
                : random.nextLong(1_000, 50_000);
    }

    /** A call that ended at a time. */
    private TraceEvent call(long endMicros) {
        boolean hot = random.nextDouble() < data.hotShare();
        String route = "route-" + (hot ? 1 : routes.pick(random));
        String model = MODELS.get(hot ? 0 : models.pick(random) - 1);
        String user = "user-" + users.pick(random);
        long latency = latencyMicros();
        boolean failed = random.nextDouble() < 0.01;
        long input = tokens(900);
        TraceEvent.Builder event = TraceEvent.newBuilder()
                .setTraceId(HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong()))
                .setSpanId(HEX.toHexDigits(random.nextLong()))
                .setKind(SpanKind.LLM)
                .setRoute(route)
                .setProvider(model.startsWith("gpt") ? "openai" : "anthropic")
                .setRequestModel(model)
                .setResponseModel(model)
                .setStartTime(instant(endMicros - latency))
                .setDurationMicros(latency)
                .setInputTokens(input)
                .setStatus(failed ? SpanStatus.ERROR : SpanStatus.OK)
                .setHttpStatus(failed ? 429 : 200)
                .setEnvironment("production")
                .setPromptName(route)
                .setPromptVersion("v3")
                .setFeature("feature-" + (1 + random.nextInt(FEATURES)))
                .setUserId(user)
                .setSessionId(user + "-" + random.nextInt(8));
        if (failed) {
            event.setErrorType("rate_limit_exceeded");
        } else {
            answer(event, latency, input);
        }
        if (data.texts()) {
            event.setSystemText(texts.system()).setInputText(texts.prompt(random));
        }
        return event.build();
    }

    private void answer(TraceEvent.Builder event, long latency, long input) {
        event.setOutputTokens(tokens(250)).setFinishReason(random.nextDouble() < 0.95 ? "stop" : "length");
        if (random.nextDouble() < 0.8) {
            event.setTimeToFirstTokenMicros((long) (latency * random.nextDouble(0.1, 0.4)));
        }
        if (random.nextDouble() < 0.3) {
            event.setCacheReadInputTokens(input / 2);
        }
        if (data.texts()) {
            event.setOutputText(texts.answer(random));
        }
    }

    private long latencyMicros() {
        double micros = random.nextDouble() < TAIL
                ? 5_000_000 * Math.pow(1 - random.nextDouble(), -1 / 1.5)
                : 1_200_000 * Math.exp(0.7 * random.nextGaussian());
        return Math.min(LONGEST_MICROS, (long) micros);
    }

    private long tokens(int median) {
        return 1 + (long) (median * Math.exp(0.8 * random.nextGaussian()));
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }
}
