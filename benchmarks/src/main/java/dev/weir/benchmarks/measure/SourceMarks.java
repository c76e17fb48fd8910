package dev.weir.benchmarks.measure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CPU samples of one pass: at its start, when a quarter of the source has been read, when all of it has, and at the end.
 * From the second to the third is the steady state; the whole pass has start-up, the last windows and the shutdown in it.
 * Thread-safe.
 */
public final class SourceMarks {

    private final long calls;
    private final CpuSample start = CpuSample.now();
    private long seen;
    private long seenAtQuarter;
    private @Nullable CpuSample quarter;
    private @Nullable CpuSample read;
    private @Nullable CpuSample end;

    /** @param calls in the whole source */
    public SourceMarks(long calls) {
        this.calls = calls;
    }

    /** Takes note of calls that were read from the source, by whatever thread. */
    public synchronized void read(long more) {
        seen += more;
        if (quarter == null && seen * 4 >= calls) {
            quarter = CpuSample.now();
            seenAtQuarter = seen;
        }
        if (read == null && seen >= calls) {
            read = CpuSample.now();
        }
    }

    /** The pass is over. */
    public synchronized void end() {
        end = CpuSample.now();
    }

    /** From a quarter of the source to its end; the whole pass when it was read in a single piece. */
    public synchronized Span steady() {
        if (seenAtQuarter >= calls) {
            return whole();
        }
        return Span.between(
                Objects.requireNonNull(quarter, "a quarter of the source was never read"),
                Objects.requireNonNull(read, "the source was never read to its end"),
                calls - seenAtQuarter);
    }

    /** From start to end. */
    public synchronized Span whole() {
        return Span.between(start, Objects.requireNonNull(end, "the pass has not ended"), calls);
    }
}
