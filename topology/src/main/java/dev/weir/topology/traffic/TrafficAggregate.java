package dev.weir.topology.traffic;

import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.sketch.QuantileSketch;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted about the calls of one series in one window: exact counts and sums, sketches of every
 * latency and length, and a few exemplars. Merging is exact. About 0.4 KB for a handful of calls and 4 KB for many
 * thousands. Not thread-safe.
 */
public final class TrafficAggregate implements Mergeable<TrafficAggregate> {

    public static final AggregateType<TrafficAggregate> TYPE = new AggregateType<>("traffic", TrafficAggregate::new);

    private static final int VERSION = 3;

    /** What follows from prices. */
    private static final Set<Count> MONEY = EnumSet.of(
            Count.COST_NANO_USD,
            Count.UNPRICED_CALLS,
            Count.UNPRICED_INPUT_TOKENS,
            Count.UNPRICED_OUTPUT_TOKENS,
            Count.RECONCILED_COST_NANO_USD,
            Count.UNPRICED_REPORTED_CALLS,
            Count.UNPRICED_REPORTED_NANO_USD);

    /** What calls say themselves. */
    private static final Set<Count> OF_CALLS = EnumSet.of(
            Count.CALLS,
            Count.INPUT_TOKENS,
            Count.OUTPUT_TOKENS,
            Count.CACHED_INPUT_TOKENS,
            Count.CACHE_WRITE_INPUT_TOKENS,
            Count.REASONING_OUTPUT_TOKENS,
            Count.UNMEASURED_CALLS,
            Count.REPORTED_COST_CALLS,
            Count.REPORTED_COST_NANO_USD);

    private final long[] counts = new long[Count.values().length];
    private final QuantileSketch[] sketches = new QuantileSketch[Length.values().length];
    private final Counts refusals = new Counts();
    private final Counts finishReasons = new Counts();
    private final Counts safetyHits = new Counts();
    private final Counts slowerThan = new Counts();
    private final Exemplars exemplars = new Exemplars();

    /**
     * An exact count or sum. The numbers go from 0 without a gap. A count of 0 takes no byte, so what is rare costs nothing.
     */
    public enum Count {
        CALLS(0),
        HARD_ERRORS(1),
        SOFT_ERRORS(2),
        INPUT_TOKENS(3),
        OUTPUT_TOKENS(4),
        CACHED_INPUT_TOKENS(5),
        CACHE_WRITE_INPUT_TOKENS(6),
        REASONING_OUTPUT_TOKENS(7),
        UNMEASURED_CALLS(8),
        COST_NANO_USD(9),
        UNPRICED_CALLS(10),
        REPORTED_COST_NANO_USD(11),
        REPORTED_COST_CALLS(12),
        SAMPLED_CALLS(13),
        SAMPLED_WEIGHT(14),
        SAMPLED_WEIGHT_VARIANCE(15),
        ELIGIBLE_CALLS(16),
        UNPRICED_INPUT_TOKENS(17, false),
        UNPRICED_OUTPUT_TOKENS(18, false),
        /** Our cost of the calls that have a reported one as well. */
        RECONCILED_COST_NANO_USD(19, false),
        UNPRICED_REPORTED_CALLS(20, false),
        UNPRICED_REPORTED_NANO_USD(21, false);

        /** Place in what is written: never changed, and never given again. */
        final int number;

        private final boolean published;

        Count(int number) {
            this(number, true);
        }

        Count(int number, boolean published) {
            this.number = number;
            this.published = published;
        }

        /** Name of the field of a published window; it ends with the unit where that is not a number of calls or tokens. */
        Optional<String> wireName() {
            return published ? Optional.of(name().toLowerCase(Locale.ROOT)) : Optional.empty();
        }
    }

    /** A distribution, numbered as counts are. */
    public enum Length {
        LATENCY_MICROS(0),
        TTFT_MICROS(1),
        TBT_MICROS(2),
        INPUT_TOKENS(3),
        OUTPUT_TOKENS(4);

        final int number;

        Length(int number) {
            this.number = number;
        }

        /** Name of the field of a published window. */
        String wireName() {
            String name = name().toLowerCase(Locale.ROOT);
            return this == INPUT_TOKENS || this == OUTPUT_TOKENS ? name + "_per_call" : name;
        }
    }

    public TrafficAggregate() {
        for (int i = 0; i < sketches.length; i++) {
            sketches[i] = new QuantileSketch();
        }
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION);
        long given = 0;
        for (int i = 0; i < counts.length; i++) {
            given |= counts[i] == 0 ? 0 : 1L << i;
        }
        out.writeLong(given);
        for (long count : counts) {
            if (count != 0) {
                out.writeLong(count);
            }
        }
        out.writeLong(sketches.length);
        for (QuantileSketch sketch : sketches) {
            out.writeBytes(sketch.toBytes());
        }
        refusals.write(out);
        finishReasons.write(out);
        safetyHits.write(out);
        slowerThan.write(out);
        exemplars.write(out);
    }

    @Override
    public void mergeFrom(WireReader in) {
        in.readVersion(VERSION);
        long given = in.readLong();
        for (int i = 0; i < counts.length; i++) {
            if ((given & 1L << i) != 0) {
                counts[i] = NumberLimit.plus(counts[i], in.readLong());
            }
        }
        int written = in.readInt();
        for (int i = 0; i < written; i++) {
            WireReader.Part sketch = in.readPart();
            sketches[i].mergeWith(sketch.bytes(), sketch.from(), sketch.length());
        }
        refusals.mergeFrom(in);
        finishReasons.mergeFrom(in);
        safetyHits.mergeFrom(in);
        slowerThan.mergeFrom(in);
        exemplars.mergeFrom(in);
    }

    /** {@inheritDoc} A sum that would leave the range of a long (9 billion dollars in nano-USD) stays at its end. */
    @Override
    public void mergeWith(TrafficAggregate other) {
        mergeSums(other);
        for (int i = 0; i < sketches.length; i++) {
            sketches[i].mergeWith(other.sketches[i]);
        }
        refusals.mergeWith(other.refusals);
        finishReasons.mergeWith(other.finishReasons);
        safetyHits.mergeWith(other.safetyHits);
        slowerThan.mergeWith(other.slowerThan);
        exemplars.mergeWith(other.exemplars);
    }

    /**
     * What has to be merged for this to say what the other says; absent where it is not of the same calls. Money is restated, and nothing else; of the same calls are windows of as many calls, tokens and reported costs.
     */
    public @Nullable TrafficAggregate differenceTo(TrafficAggregate restated) {
        TrafficAggregate difference = new TrafficAggregate();
        for (Count count : Count.values()) {
            long more = Math.subtractExact(restated.count(count), count(count));
            if (MONEY.contains(count)) {
                difference.add(count, more);
            } else if (OF_CALLS.contains(count) && more != 0) {
                return null;
            }
        }
        return difference;
    }

    /** Adds what {@link #differenceTo} needs of another one, which may be written and read again for that. */
    public void mergeSums(TrafficAggregate other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = NumberLimit.plus(counts[i], other.counts[i]);
        }
    }

    @Override
    public void clear() {
        Arrays.fill(counts, 0);
        for (QuantileSketch sketch : sketches) {
            sketch.clear();
        }
        refusals.clear();
        finishReasons.clear();
        safetyHits.clear();
        slowerThan.clear();
        exemplars.clear();
    }

    void add(Count count, long value) {
        counts[count.number] = NumberLimit.plus(counts[count.number], value);
    }

    void add(Length length, long value) {
        sketches[length.number].add(value);
    }

    void addRefusal(String source) {
        refusals.add(source, 1);
    }

    void addFinishReason(String reason) {
        finishReasons.add(reason, 1);
    }

    void addSafetyHit(String category) {
        safetyHits.add(category, 1);
    }

    /** Names a threshold, so that zero calls above it is known from never having looked. */
    void addSlowerThan(String threshold, boolean slower) {
        slowerThan.add(threshold, slower ? 1 : 0);
    }

    public long count(Count count) {
        return counts[count.number];
    }

    /** Calls that have both a reported cost and one of ours. */
    public long reconciledCalls() {
        return count(Count.REPORTED_COST_CALLS) - count(Count.UNPRICED_REPORTED_CALLS);
    }

    /** Reported cost of the {@link #reconciledCalls}, nano-USD. */
    public long reconciledReportedNanoUsd() {
        return count(Count.REPORTED_COST_NANO_USD) - count(Count.UNPRICED_REPORTED_NANO_USD);
    }

    public QuantileSketch sketch(Length length) {
        return sketches[length.number];
    }

    /** Refused calls by the layer that reported it. */
    public SortedMap<String, Long> refusals() {
        return refusals.toMap();
    }

    /** Refused calls, all layers. */
    public long refused() {
        return refusals.sum();
    }

    public SortedMap<String, Long> finishReasons() {
        return finishReasons.toMap();
    }

    public SortedMap<String, Long> safetyHits() {
        return safetyHits.toMap();
    }

    public SortedMap<String, Long> slowerThan() {
        return slowerThan.toMap();
    }

    Exemplars exemplars() {
        return exemplars;
    }
}
