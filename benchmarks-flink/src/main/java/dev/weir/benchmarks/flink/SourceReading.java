package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.measure.SourceMarks;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The marks of the pass that is running: a job's functions are copied by serialisation, so they find them here. */
final class SourceReading {

    private static final AtomicReference<@Nullable SourceMarks> MARKS = new AtomicReference<>();

    private SourceReading() {}

    static void begin(SourceMarks marks) {
        MARKS.set(marks);
    }

    static void read(long calls) {
        Objects.requireNonNull(MARKS.get(), "no pass is running").read(calls);
    }
}
