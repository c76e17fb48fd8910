package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** One way for a record to be refused, whatever else it says. */
enum Poison {
    GARBAGE("not-wire-format"),
    SCHEMA_UNKNOWN("unknown-schema"),
    TRUNCATED("corrupt"),
    NO_ROUTE("missing-field"),
    TOKENS_NEGATIVE("negative-tokens"),
    /** Time zero. */
    EPOCH("too-old"),
    /** One microsecond before. */
    BEFORE_EPOCH("too-old"),
    TWO_MONTHS_AGO("too-old"),
    IN_AN_HOUR("in-the-future"),
    IN_A_YEAR("in-the-future"),
    /** Microseconds of a producer that counts milliseconds: the year 1970. */
    MILLIS_FOR_MICROS("too-old"),
    /** Microseconds of a producer that counts nanoseconds: the far future. */
    NANOS_FOR_MICROS("in-the-future");

    /** Those that cannot be read. */
    static final Poison[] UNREADABLE = {GARBAGE, SCHEMA_UNKNOWN, TRUNCATED, NO_ROUTE, TOKENS_NEGATIVE};

    /** Those whose time is wrong. */
    static final Poison[] MISTIMED = {
        EPOCH, BEFORE_EPOCH, TWO_MONTHS_AGO, IN_AN_HOUR, IN_A_YEAR, MILLIS_FOR_MICROS, NANOS_FOR_MICROS
    };

    private final String reason;

    Poison(String reason) {
        this.reason = reason;
    }

    /** The reason header of its dead letter. */
    String reason() {
        return reason;
    }

    /** The record of a call, spoilt. */
    byte[] of(Call call, AvroCodec codec) {
        TraceEvent event = SeededCalls.event(call);
        byte[] whole = codec.encode(Topics.TRACES, event);
        return switch (this) {
            case GARBAGE -> ("garbage " + call.id()).getBytes(StandardCharsets.UTF_8);
            case SCHEMA_UNKNOWN -> {
                whole[3] ^= 0x55;
                yield whole;
            }
            case TRUNCATED -> Arrays.copyOf(whole, whole.length * 2 / 3);
            case NO_ROUTE -> bytes(codec, TraceEvent.newBuilder(event).setRoute(null));
            case TOKENS_NEGATIVE -> bytes(codec, TraceEvent.newBuilder(event).setInputTokens(-7L));
            case EPOCH -> at(codec, event, Instant.EPOCH);
            case BEFORE_EPOCH -> at(codec, event, Instant.EPOCH.minus(1, ChronoUnit.MICROS));
            case TWO_MONTHS_AGO -> at(codec, event, Instant.now().minus(Duration.ofDays(60)));
            case IN_AN_HOUR -> at(codec, event, Instant.now().plus(Duration.ofMinutes(59)));
            case IN_A_YEAR -> at(codec, event, Instant.now().plus(Duration.ofDays(365)));
            case MILLIS_FOR_MICROS -> at(codec, event, micros(System.currentTimeMillis()));
            case NANOS_FOR_MICROS -> at(codec, event, micros(System.currentTimeMillis() * 1_000_000));
        };
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static byte[] at(AvroCodec codec, TraceEvent event, Instant start) {
        return bytes(codec, TraceEvent.newBuilder(event).setStartTime(start).setDurationMicros(null));
    }

    private static byte[] bytes(AvroCodec codec, TraceEvent.Builder event) {
        return codec.encode(Topics.TRACES, event.build());
    }
}
