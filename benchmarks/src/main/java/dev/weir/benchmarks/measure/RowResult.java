package dev.weir.benchmarks.measure;

import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a row answers.
 *
 * @param steady of the pass whose CPU time a call is the median of the measured ones
 * @param whole of the same pass
 * @param brokerBytes what the pass left in internal topics, by group of topics; empty when it writes none
 * @param verdict the worst one of all passes; null when the row makes no windows
 * @param lines more to print
 */
public record RowResult(
        Span steady,
        Span whole,
        Map<String, Long> brokerBytes,
        @Nullable Verdict verdict,
        List<String> lines) {}
