package dev.weir.benchmarks.measure;

import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Warm-up and measured passes of a row in one process. */
public final class Passes {

    private Passes() {}

    /** One reading of the whole source. */
    public interface Row {
        /**
         * Does it.
         *
         * @param number from 0, warm-ups included; tells the traces of one pass from those of another
         */
        Pass run(RowSpec spec, int number) throws Exception;
    }

    /** What one pass gave. */
    public record Pass(
            Span steady,
            Span whole,
            Map<String, Long> brokerBytes,
            @Nullable Verdict verdict) {}

    /** Runs all passes; the one with the median CPU time stands for the measured ones, the worst verdict for all. */
    public static RowResult run(RowSpec spec, Row row) throws Exception {
        List<Pass> measured = new ArrayList<>();
        Verdict worst = null;
        for (int i = 0; i < spec.warmups() + spec.repetitions(); i++) {
            Pass pass = row.run(spec, i);
            worst = worse(worst, pass.verdict());
            if (i >= spec.warmups()) {
                measured.add(pass);
            }
        }
        measured.sort(Comparator.comparingDouble(pass -> pass.steady().cpuPerMillion()));
        Pass median = measured.get((measured.size() - 1) / 2);
        return new RowResult(median.steady(), median.whole(), median.brokerBytes(), worst, List.of());
    }

    private static @Nullable Verdict worse(@Nullable Verdict one, @Nullable Verdict other) {
        return one == null || (other != null && other.wrong() > one.wrong()) ? other : one;
    }
}
