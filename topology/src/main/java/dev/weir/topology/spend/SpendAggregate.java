package dev.weir.topology.spend;

import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;

/** Calls, tokens and cost of one spender in one window. Exact; 10 to 40 bytes. Not thread-safe. */
public final class SpendAggregate implements Mergeable<SpendAggregate> {

    public static final AggregateType<SpendAggregate> TYPE = new AggregateType<>("spend", SpendAggregate::new);

    private static final int VERSION = 1;

    private long calls;
    private long unpricedCalls;
    private long costNanoUsd;
    private long inputTokens;
    private long outputTokens;

    public SpendAggregate() {}

    @Override
    public void mergeFrom(WireReader in) {
        in.readVersion(VERSION);
        calls = Math.addExact(calls, in.readLong());
        unpricedCalls = Math.addExact(unpricedCalls, in.readLong());
        costNanoUsd = Math.addExact(costNanoUsd, in.readLong());
        inputTokens = Math.addExact(inputTokens, in.readLong());
        outputTokens = Math.addExact(outputTokens, in.readLong());
    }

    @Override
    public void clear() {
        calls = 0;
        unpricedCalls = 0;
        costNanoUsd = 0;
        inputTokens = 0;
        outputTokens = 0;
    }

    /** What sums of a series window say about spend. */
    public static SpendAggregate of(
            long calls, long unpricedCalls, long costNanoUsd, long inputTokens, long outputTokens) {
        SpendAggregate spend = new SpendAggregate();
        spend.calls = calls;
        spend.unpricedCalls = unpricedCalls;
        spend.costNanoUsd = costNanoUsd;
        spend.inputTokens = inputTokens;
        spend.outputTokens = outputTokens;
        return spend;
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION)
                .writeLong(calls)
                .writeLong(unpricedCalls)
                .writeLong(costNanoUsd)
                .writeLong(inputTokens)
                .writeLong(outputTokens);
    }

    @Override
    public void mergeWith(SpendAggregate other) {
        calls = Math.addExact(calls, other.calls);
        unpricedCalls = Math.addExact(unpricedCalls, other.unpricedCalls);
        costNanoUsd = Math.addExact(costNanoUsd, other.costNanoUsd);
        inputTokens = Math.addExact(inputTokens, other.inputTokens);
        outputTokens = Math.addExact(outputTokens, other.outputTokens);
    }

    /** One call of known cost. */
    void addPriced(long nanoUsd) {
        calls++;
        costNanoUsd = Math.addExact(costNanoUsd, nanoUsd);
    }

    /** One call of unknown cost. */
    void addUnpriced() {
        calls++;
        unpricedCalls++;
    }

    void addTokens(long input, long output) {
        inputTokens = Math.addExact(inputTokens, input);
        outputTokens = Math.addExact(outputTokens, output);
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

    public long outputTokens() {
        return outputTokens;
    }
}
