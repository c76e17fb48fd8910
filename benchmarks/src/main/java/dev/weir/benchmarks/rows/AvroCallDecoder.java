package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.FlatPrices;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decodes the whole event and takes what is needed. */
final class AvroCallDecoder implements CallDecoder {

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());

    @Override
    public void decode(byte[] value, SlimCall into) {
        TraceEvent event = codec.decode(value, TraceEvent.class);
        String model = orEmpty(event.getRequestModel());
        into.series = new SeriesKey("default", orEmpty(event.getRoute()), model, orEmpty(event.getPromptVersion()));
        into.traceId = event.getTraceId();
        into.finishReason = orEmpty(event.getFinishReason());
        into.latencyMicros = orUnmeasured(event.getDurationMicros());
        into.ttftMicros = orUnmeasured(event.getTimeToFirstTokenMicros());
        into.inputTokens = orUnmeasured(event.getInputTokens());
        into.outputTokens = orUnmeasured(event.getOutputTokens());
        into.cachedInputTokens = Math.max(0, orUnmeasured(event.getCacheReadInputTokens()));
        into.costNanoUsd = into.inputTokens < 0 || into.outputTokens < 0
                ? SlimCall.UNMEASURED
                : FlatPrices.nanoUsd(model, into.inputTokens, into.outputTokens);
        into.failed = event.getStatus() == SpanStatus.ERROR;
        into.eventMillis = endMillis(event.getStartTime(), Math.max(0, into.latencyMicros));
    }

    private static long endMillis(Instant start, long micros) {
        return Math.floorDiv(start.getEpochSecond() * 1_000_000L + start.getNano() / 1000 + micros, 1000L);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static long orUnmeasured(@Nullable Long value) {
        return value == null ? SlimCall.UNMEASURED : value;
    }
}
