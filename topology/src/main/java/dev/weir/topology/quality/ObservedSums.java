package dev.weir.topology.quality;

import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results of one evaluator for one dimension without a known inclusion probability: how often, the plain mean of its values,
 * and its labels. Exact sums of values rounded to 1e-9, so what was merged can be taken away. Cardinality limit: of all
 * labels that were ever merged the {@link #MOST_LABELS} shortest are counted by name, in alphabetical order where they are
 * as long, and all others together. Which these are depends on the labels alone: a label that stays has been among the
 * shortest in every part, so its count is exact. A label whose scores were all taken away still counts towards the limit.
 * Not thread-safe.
 */
final class ObservedSums {

    static final int MOST_LABELS = 20;

    private static final int DIGITS = 9;
    private static final Comparator<String> SHORTEST_FIRST =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private long n;
    private long values;
    private BigInteger nanos = BigInteger.ZERO;
    private final TreeMap<String, Long> labels = new TreeMap<>(SHORTEST_FIRST);
    private long otherLabels;
    private long failed;

    /** One evaluation that failed. */
    void addFailure() {
        failed++;
    }

    /** One that succeeded, with a value, a label or both. */
    void add(@Nullable Double value, @Nullable String label) {
        n++;
        if (value != null) {
            values++;
            nanos = nanos.add(BigDecimal.valueOf(value)
                    .setScale(DIGITS, RoundingMode.HALF_EVEN)
                    .unscaledValue());
        }
        if (label != null) {
            addLabel(TextLimit.LABEL.of(label), 1);
        }
    }

    private void addLabel(String label, long count) {
        labels.merge(label, count, Math::addExact);
        if (labels.size() > MOST_LABELS) {
            otherLabels = Math.addExact(otherLabels, labels.pollLastEntry().getValue());
        }
    }

    /** Merges another one, so many times: 1 adds it, -1 takes it away. */
    void merge(ObservedSums other, int times) {
        n = Math.addExact(n, times * other.n);
        values = Math.addExact(values, times * other.values);
        nanos = nanos.add(other.nanos.multiply(BigInteger.valueOf(times)));
        other.labels.forEach((label, count) -> addLabel(label, times * count));
        otherLabels = Math.addExact(otherLabels, times * other.otherLabels);
        failed = Math.addExact(failed, times * other.failed);
    }

    void clear() {
        n = 0;
        values = 0;
        nanos = BigInteger.ZERO;
        labels.clear();
        otherLabels = 0;
        failed = 0;
    }

    /** Whether nothing has ever been counted here, as opposed to counted and taken away. */
    boolean isUntouched() {
        return labels.isEmpty() && isZero();
    }

    boolean isZero() {
        return n == 0
                && values == 0
                && nanos.signum() == 0
                && otherLabels == 0
                && failed == 0
                && labels.values().stream().allMatch(count -> count == 0);
    }

    ObservedEvaluations toRecord(ObservedKey key) {
        SortedMap<String, Long> given = new TreeMap<>(labels);
        given.values().removeIf(count -> count == 0);
        return ObservedEvaluations.newBuilder()
                .setEvaluatorId(key.evaluatorId())
                .setEvaluatorType(key.type())
                .setDimension(key.dimension())
                .setN(n)
                .setNValues(values)
                .setUnweightedMean(values <= 0 ? null : mean())
                .setLabels(given)
                .setOtherLabels(otherLabels)
                .setFailed(failed)
                .build();
    }

    private double mean() {
        return new BigDecimal(nanos, DIGITS)
                .divide(BigDecimal.valueOf(values), MathContext.DECIMAL64)
                .doubleValue();
    }

    void write(WireWriter out) {
        out.writeLong(n)
                .writeLong(values)
                .writeBytes(nanos.toByteArray())
                .writeCounts(labels)
                .writeLong(otherLabels)
                .writeLong(failed);
    }

    static ObservedSums read(WireReader in) {
        ObservedSums sums = new ObservedSums();
        sums.n = in.readLong();
        sums.values = in.readLong();
        sums.nanos = new BigInteger(in.readBytes());
        sums.labels.putAll(in.readCounts());
        sums.otherLabels = in.readLong();
        sums.failed = in.readLong();
        return sums;
    }
}
