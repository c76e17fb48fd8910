package dev.weir.topology.traffic;

import dev.weir.schemas.sketch.QuantileSketch;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is counted about the calls of one series in one window: exact counts and sums, sketches of every
 * latency and length, and a few exemplars. Merging is exact. About 0.4 KB for a handful of calls and 4 KB for many
 * thousands. Not thread-safe.
 */
public final class TrafficAggregate implements Mergeable<TrafficAggregate> {

    public static final AggregateType<TrafficAggregate> TYPE =
            new AggregateType<>("traffic", TrafficAggregate::new, TrafficAggregate::new);

    private static final int VERSION = 1;

    private final long[] counts = new long[Count.values().length];
    private final QuantileSketch[] sketches = new QuantileSketch[Length.values().length];
    private final SortedMap<String, Long> refusals;
    private final SortedMap<String, Long> finishReasons;
    private final SortedMap<String, Long> safetyHits;
    private final SortedMap<String, Long> slowerThan;
    private final Exemplars exemplars;

    /** An exact count or sum. The order is the order on the wire: only ever append. */
    public enum Count {
        CALLS,
        HARD_ERRORS,
        SOFT_ERRORS,
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        CACHED_INPUT_TOKENS,
        CACHE_WRITE_INPUT_TOKENS,
        REASONING_OUTPUT_TOKENS,
        UNMEASURED_CALLS,
        COST_NANO_USD,
        UNPRICED_CALLS,
        REPORTED_COST_NANO_USD,
        REPORTED_COST_CALLS,
        SAMPLED_CALLS,
        SAMPLED_WEIGHT,
        SAMPLED_WEIGHT_VARIANCE,
        ELIGIBLE_CALLS
    }

    /** A distribution. The order is the order on the wire: only ever append. */
    public enum Length {
        LATENCY_MICROS,
        TTFT_MICROS,
        TBT_MICROS,
        INPUT_TOKENS,
        OUTPUT_TOKENS
    }

    public TrafficAggregate() {
        for (int i = 0; i < sketches.length; i++) {
            sketches[i] = new QuantileSketch();
        }
        refusals = new TreeMap<>();
        finishReasons = new TreeMap<>();
        safetyHits = new TreeMap<>();
        slowerThan = new TreeMap<>();
        exemplars = new Exemplars();
    }

    private TrafficAggregate(WireReader in) {
        in.readVersion(VERSION);
        int storedCounts = in.readInt();
        for (int i = 0; i < storedCounts; i++) {
            counts[i] = in.readLong();
        }
        int storedSketches = in.readInt();
        for (int i = 0; i < sketches.length; i++) {
            sketches[i] = i < storedSketches ? QuantileSketch.fromBytes(in.readBytes()) : new QuantileSketch();
        }
        refusals = in.readCounts();
        finishReasons = in.readCounts();
        safetyHits = in.readCounts();
        slowerThan = in.readCounts();
        exemplars = Exemplars.read(in);
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION).writeLong(counts.length);
        for (long count : counts) {
            out.writeLong(count);
        }
        out.writeLong(sketches.length);
        for (QuantileSketch sketch : sketches) {
            out.writeBytes(sketch.toBytes());
        }
        out.writeCounts(refusals)
                .writeCounts(finishReasons)
                .writeCounts(safetyHits)
                .writeCounts(slowerThan);
        exemplars.write(out);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ArithmeticException if a sum leaves the range of a long (9 billion dollars in nano-USD)
     */
    @Override
    public void mergeWith(TrafficAggregate other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.addExact(counts[i], other.counts[i]);
        }
        for (int i = 0; i < sketches.length; i++) {
            sketches[i].mergeWith(other.sketches[i]);
        }
        addAll(refusals, other.refusals);
        addAll(finishReasons, other.finishReasons);
        addAll(safetyHits, other.safetyHits);
        addAll(slowerThan, other.slowerThan);
        exemplars.mergeWith(other.exemplars);
    }

    private static void addAll(SortedMap<String, Long> to, SortedMap<String, Long> from) {
        from.forEach((name, count) -> to.merge(name, count, Math::addExact));
    }

    void add(Count count, long value) {
        counts[count.ordinal()] = Math.addExact(counts[count.ordinal()], value);
    }

    void add(Length length, long value) {
        sketches[length.ordinal()].add(value);
    }

    void addRefusal(String source) {
        refusals.merge(source, 1L, Math::addExact);
    }

    void addFinishReason(String reason) {
        finishReasons.merge(reason, 1L, Math::addExact);
    }

    void addSafetyHit(String category) {
        safetyHits.merge(category, 1L, Math::addExact);
    }

    /** Names a threshold, so that zero calls above it is known from never having looked. */
    void addSlowerThan(String threshold, boolean slower) {
        slowerThan.merge(threshold, slower ? 1L : 0L, Math::addExact);
    }

    public long count(Count count) {
        return counts[count.ordinal()];
    }

    public QuantileSketch sketch(Length length) {
        return sketches[length.ordinal()];
    }

    /** Refused calls by the layer that said so. */
    public SortedMap<String, Long> refusals() {
        return refusals;
    }

    /** Refused calls, all layers. */
    public long refused() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    public SortedMap<String, Long> finishReasons() {
        return finishReasons;
    }

    public SortedMap<String, Long> safetyHits() {
        return safetyHits;
    }

    public SortedMap<String, Long> slowerThan() {
        return slowerThan;
    }

    Exemplars exemplars() {
        return exemplars;
    }
}
