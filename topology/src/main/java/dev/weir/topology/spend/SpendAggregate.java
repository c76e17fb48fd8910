package dev.weir.topology.spend;

import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.SpenderKey;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls, tokens and cost of one spender in one window, the input of its largest call, and what the calls of known cost that
 * report one as well cost by either account. Exact; 10 to 50 bytes. A window that stands for many users, as there are more
 * than the cardinality limit, holds the heaviest by cost as well, with a stated error and up to 51 kB. Not thread-safe.
 */
public final class SpendAggregate implements Mergeable<SpendAggregate> {

    public static final AggregateType<SpendAggregate> TYPE =
            new AggregateType<>("spend", SpendAggregate::new, SpendAggregate::shareWindow);

    private static final int VERSION = 3;
    private static final long UNKNOWN = -1;

    private long calls;
    private long unpricedCalls;
    private long costNanoUsd;
    private long inputTokens;
    private long outputTokens;
    private long mostInputTokens = UNKNOWN;
    private Reconciled reconciled = Reconciled.NONE;
    private @Nullable HeavyHitters heaviest;

    /**
     * Calls whose cost both we and their producer know.
     *
     * @param costNanoUsd ours
     * @param reportedNanoUsd the producer's
     */
    public record Reconciled(long calls, long costNanoUsd, long reportedNanoUsd) {

        public static final Reconciled NONE = new Reconciled(0, 0, 0);

        Reconciled minus(Reconciled other) {
            return new Reconciled(
                    Math.subtractExact(calls, other.calls),
                    Math.subtractExact(costNanoUsd, other.costNanoUsd),
                    Math.subtractExact(reportedNanoUsd, other.reportedNanoUsd));
        }

        Reconciled plus(Reconciled other) {
            return other.equals(NONE)
                    ? this
                    : new Reconciled(
                            NumberLimit.plus(calls, other.calls),
                            NumberLimit.plus(costNanoUsd, other.costNanoUsd),
                            NumberLimit.plus(reportedNanoUsd, other.reportedNanoUsd));
        }
    }

    public SpendAggregate() {}

    @Override
    public void mergeFrom(WireReader in) {
        int version = in.readVersion(VERSION);
        calls = NumberLimit.plus(calls, in.readLong());
        unpricedCalls = NumberLimit.plus(unpricedCalls, in.readLong());
        costNanoUsd = NumberLimit.plus(costNanoUsd, in.readLong());
        inputTokens = NumberLimit.plus(inputTokens, in.readLong());
        outputTokens = NumberLimit.plus(outputTokens, in.readLong());
        long both = version < 2 ? 0 : in.readLong();
        if (both > 0) {
            reconciled = reconciled.plus(new Reconciled(both, in.readLong(), in.readLong()));
        }
        if (version >= 3) {
            addRequest(in.readLong() - 1);
            if (in.readByte() == 1) {
                heaviestHere().mergeFrom(in);
            }
        }
    }

    @Override
    public void clear() {
        calls = 0;
        unpricedCalls = 0;
        costNanoUsd = 0;
        inputTokens = 0;
        outputTokens = 0;
        reconciled = Reconciled.NONE;
        mostInputTokens = UNKNOWN;
        heaviest = null;
    }

    /** What sums of a series window say about spend. */
    public static SpendAggregate of(
            long calls,
            long unpricedCalls,
            long costNanoUsd,
            long inputTokens,
            long outputTokens,
            Reconciled reconciled) {
        SpendAggregate spend = new SpendAggregate();
        spend.calls = calls;
        spend.unpricedCalls = unpricedCalls;
        spend.costNanoUsd = costNanoUsd;
        spend.inputTokens = inputTokens;
        spend.outputTokens = outputTokens;
        spend.reconciled = reconciled;
        return spend;
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION)
                .writeLong(calls)
                .writeLong(unpricedCalls)
                .writeLong(costNanoUsd)
                .writeLong(inputTokens)
                .writeLong(outputTokens)
                .writeLong(reconciled.calls());
        if (!reconciled.equals(Reconciled.NONE)) {
            out.writeLong(reconciled.costNanoUsd()).writeLong(reconciled.reportedNanoUsd());
        }
        out.writeLong(mostInputTokens + 1).writeByte(heaviest == null ? 0 : 1);
        if (heaviest != null) {
            heaviest.write(out);
        }
    }

    /** Says that this value will be merged into one that stands for many spenders, and the key that it was made for. */
    public void shareWindow(String key) {
        SpenderKey spender = SpenderKey.parse(key);
        if (spender.kind() == SpenderKey.Kind.USER) {
            heaviestHere().add(spender.name(), costNanoUsd);
        }
    }

    private HeavyHitters heaviestHere() {
        if (heaviest == null) {
            heaviest = new HeavyHitters();
        }
        return heaviest;
    }

    @Override
    public void mergeWith(SpendAggregate other) {
        calls = NumberLimit.plus(calls, other.calls);
        unpricedCalls = NumberLimit.plus(unpricedCalls, other.unpricedCalls);
        costNanoUsd = NumberLimit.plus(costNanoUsd, other.costNanoUsd);
        inputTokens = NumberLimit.plus(inputTokens, other.inputTokens);
        outputTokens = NumberLimit.plus(outputTokens, other.outputTokens);
        reconciled = reconciled.plus(other.reconciled);
        addRequest(other.mostInputTokens);
        if (other.heaviest != null) {
            heaviestHere().mergeWith(other.heaviest);
        }
    }

    /**
     * What has to be merged for this to say what the other says; absent where it is not of the same calls. Money is restated, and nothing else; of the same calls are windows of as many calls and tokens. One that
     * stands for many users is not restated: its heaviest were found by the cost they had.
     */
    public @Nullable SpendAggregate differenceTo(SpendAggregate restated) {
        if (heaviest != null
                || calls != restated.calls
                || inputTokens != restated.inputTokens
                || outputTokens != restated.outputTokens) {
            return null;
        }
        SpendAggregate difference = new SpendAggregate();
        difference.unpricedCalls = Math.subtractExact(restated.unpricedCalls, unpricedCalls);
        difference.costNanoUsd = Math.subtractExact(restated.costNanoUsd, costNanoUsd);
        difference.reconciled = restated.reconciled.minus(reconciled);
        return difference;
    }

    /** One call of known cost. */
    void addPriced(long nanoUsd) {
        calls++;
        costNanoUsd = NumberLimit.plus(costNanoUsd, nanoUsd);
    }

    /** The cost that the producer reports of a call of known cost. */
    void addReported(long ourNanoUsd, long reportedNanoUsd) {
        reconciled = reconciled.plus(new Reconciled(1, ourNanoUsd, reportedNanoUsd));
    }

    /** One call of unknown cost. */
    void addUnpriced() {
        calls++;
        unpricedCalls++;
    }

    void addTokens(long input, long output) {
        inputTokens = NumberLimit.plus(inputTokens, input);
        outputTokens = NumberLimit.plus(outputTokens, output);
    }

    /** The input tokens of one call; below 0 where they are unknown. */
    void addRequest(long tokens) {
        mostInputTokens = Math.max(mostInputTokens, tokens);
    }

    /** Input tokens of the largest call, cached ones included; absent while no call reports any. */
    public OptionalLong mostInputTokens() {
        return mostInputTokens == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(mostInputTokens);
    }

    /** The heaviest of the spenders that this stands for, by cost in nano-USD; absent where it stands for one. */
    public @Nullable HeavyHitters heaviest() {
        return heaviest;
    }

    public long calls() {
        return calls;
    }

    public long unpricedCalls() {
        return unpricedCalls;
    }

    public long costNanoUsd() {
        return costNanoUsd;
    }

    public long inputTokens() {
        return inputTokens;
    }

    public Reconciled reconciled() {
        return reconciled;
    }

    public long outputTokens() {
        return outputTokens;
    }
}
