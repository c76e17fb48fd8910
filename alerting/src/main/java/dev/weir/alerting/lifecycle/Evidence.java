package dev.weir.alerting.lifecycle;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one window said.
 *
 * @param start of the window, inclusive
 * @param end of the window, exclusive
 * @param finding verdict and numbers
 * @param exemplars a few calls of the window
 * @param provenance what the numbers rest on, for example the evaluator
 */
public record Evidence(
        Instant start, Instant end, Finding finding, List<Call> exemplars, Map<String, String> provenance) {

    /**
     * One call worth looking at.
     *
     * @param value latency in microseconds; -1 where unmeasured
     */
    public record Call(String traceId, String spanId, String reason, long value) {}

    Verdict verdict() {
        return finding.verdict();
    }
}
