package dev.weir.app.traffic;

import java.util.List;

/**
 * What became of the lines of trace files: {@code read = events + ignored + malformed}.
 *
 * @param read lines, without headers and blank ones; of OTLP spans, and lines that are no request
 * @param ignored spans that are none of an LLM application
 * @param firstMalformed the first 20 malformed lines, each with file and line number
 */
public record ReadCounts(
        long read, long events, long ignored, long malformed, List<ReadResult.Malformed> firstMalformed) {

    /** How many malformed lines are kept by name. */
    static final int KEPT = 20;

    public ReadCounts {
        firstMalformed = List.copyOf(firstMalformed);
    }
}
