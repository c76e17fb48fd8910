package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** The simplest aggregate: a count and a sum. */
final class SumAggregate implements Mergeable<SumAggregate> {

    static final AggregateType<SumAggregate> TYPE = new AggregateType<>("sum", () -> new SumAggregate(0, 0));

    private long n;
    private long sum;

    SumAggregate(long n, long sum) {
        this.n = n;
        this.sum = sum;
    }

    static SumAggregate of(long value) {
        return new SumAggregate(1, value);
    }

    @Override
    public void mergeWith(SumAggregate other) {
        n += other.n;
        sum += other.sum;
    }

    @Override
    public void mergeFrom(WireReader written) {
        n += written.readLong();
        sum += written.readLong();
    }

    @Nullable
    SumAggregate differenceTo(SumAggregate restated) {
        return restated.n == n ? new SumAggregate(0, restated.sum - sum) : null;
    }

    @Override
    public void clear() {
        n = 0;
        sum = 0;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(n).writeLong(sum);
    }

    long n() {
        return n;
    }

    long sum() {
        return sum;
    }
}
