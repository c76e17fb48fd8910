package dev.weir.alerting.lifecycle;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.window.Window;
import dev.weir.schemas.avro.Exemplar;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one window shows.
 *
 * @param start of the window, inclusive
 * @param end of the window, exclusive
 * @param finding verdict and numbers
 * @param exemplars a few calls of the window
 * @param provenance what the numbers rest on, for example the evaluator
 */
public record Evidence(
        Instant start, Instant end, Finding finding, List<Call> exemplars, Map<String, String> provenance) {

    private static final int MOST_CALLS = 5;

    /**
     * One call worth looking at.
     *
     * @param value latency in microseconds; -1 where unmeasured
     */
    public record Call(String traceId, String spanId, String reason, long value) {}

    /** What a window shows, with the first few of its exemplars. */
    public static Evidence of(
            Window.Bounds bounds, Finding finding, List<Exemplar> exemplars, Map<String, String> provenance) {
        List<Call> calls = exemplars.stream()
                .limit(MOST_CALLS)
                .map(call -> new Call(call.getTraceId(), call.getSpanId(), call.getReason(), call.getValue()))
                .toList();
        return new Evidence(bounds.start(), bounds.end(), finding, calls, provenance);
    }

    /** The one whose window ends later; this one when both end together. */
    Evidence orLater(Evidence other) {
        return other.end.isAfter(end) ? other : this;
    }

    Verdict verdict() {
        return finding.verdict();
    }
}
