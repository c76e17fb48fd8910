package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.FlatPrices;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.call.CallField;
import dev.weir.topology.call.CallView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the needed fields in the bytes, as the product does. */
final class ViewCallDecoder implements CallDecoder {

    private final CallView view = new CallView(new AvroCodec(new EmbeddedRegistry()));
    private final Map<Names, SeriesKey> series = new HashMap<>();

    private record Names(String environment, String route, String provider, String model, String version) {}

    @Override
    public void decode(byte[] value, SlimCall into) {
        view.read(value);
        String model = orEmpty(view.requestModel());
        Names names = new Names(
                orEmpty(view.environment()),
                orEmpty(view.route()),
                orEmpty(view.provider()),
                model,
                orEmpty(view.promptVersion()));
        into.series = series.computeIfAbsent(
                names,
                absent -> new SeriesKey(
                        "default",
                        names.environment(),
                        names.route(),
                        names.provider(),
                        names.model(),
                        names.version()));
        into.userId = orEmpty(view.userId());
        into.feature = orEmpty(view.feature());
        into.traceId = view.traceId();
        into.finishReason = orEmpty(view.finishReason());
        into.latencyMicros = orUnmeasured(view.durationMicros());
        into.ttftMicros = orUnmeasured(view.timeToFirstTokenMicros());
        into.inputTokens = orUnmeasured(view.inputTokens());
        into.outputTokens = orUnmeasured(view.outputTokens());
        into.cachedInputTokens = Math.max(0, view.number(CallField.CACHE_READ_INPUT_TOKENS));
        into.costNanoUsd = into.inputTokens < 0 || into.outputTokens < 0
                ? SlimCall.UNMEASURED
                : FlatPrices.nanoUsd(model, into.inputTokens, into.outputTokens);
        into.failed = view.status() == SpanStatus.ERROR;
        into.eventMillis = Math.floorDiv(view.startMicros() + Math.max(0, into.latencyMicros), 1000L);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static long orUnmeasured(long value) {
        return value == CallView.ABSENT ? SlimCall.UNMEASURED : value;
    }
}
