package dev.weir.topology.quality;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores of one evaluator in one window: exact sums that can be added and taken away. Cardinality limit: of each scale the
 * dimensions with the shortest names are kept apart, {@link #MOST_DIMENSIONS} in all, and the others together. Not thread-safe.
 */
final class EvaluatorSums {

    static final int MOST_DIMENSIONS = 25;

    private long judgedCalls;
    private long judgedWeight;
    private final SortedMap<String, Long> failedCalls = new TreeMap<>();
    private final TreeMap<JudgedDimension, WeightedSums> dimensions = new TreeMap<>(JudgedDimension.SHORTEST_FIRST);
    private final Map<Scale, WeightedSums> others = new EnumMap<>(Scale.class);

    /** Scores of any status that answer no task of ours: the evaluator chose the calls itself. */
    private long unasked;

    /** One name on one scale: somebody may use the name for both. */
    private record JudgedDimension(String name, Scale scale) implements Comparable<JudgedDimension> {
        private static final Comparator<JudgedDimension> SHORTEST_FIRST = Comparator.comparingInt(
                        (JudgedDimension one) -> one.name.length())
                .thenComparing(Comparator.naturalOrder());

        @Override
        public int compareTo(JudgedDimension other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : Integer.compare(StoredNumbers.of(scale), StoredNumbers.of(other.scale));
        }
    }

    void add(Score score) {
        unasked += score.getTaskId().isEmpty() ? 1 : 0;
        if (score.getStatus() != ScoreStatus.JUDGED) {
            failedCalls.merge(score.getStatus().name(), 1L, Math::addExact);
            return;
        }
        judgedCalls++;
        judgedWeight = Math.addExact(judgedWeight, score.getWeight());
        for (Judgement judgement : score.getJudgements()) {
            at(new JudgedDimension(ObservedKey.clean(judgement.getDimension()), judgement.getScale()))
                    .add(score.getWeight(), judgement.getValueTenths());
        }
    }

    void mergeWith(EvaluatorSums other) {
        judgedCalls = Math.addExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.addExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, calls));
        other.all().forEach((dimension, sums) -> at(dimension).mergeWith(sums));
        unasked = Math.addExact(unasked, other.unasked);
        forgetZeros();
    }

    void unmergeWith(EvaluatorSums other) {
        judgedCalls = Math.subtractExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.subtractExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, -calls));
        other.all().forEach((dimension, sums) -> at(dimension).unmergeWith(sums));
        unasked = Math.subtractExact(unasked, other.unasked);
        forgetZeros();
    }

    private void addFailed(String status, long calls) {
        failedCalls.merge(status, calls, Math::addExact);
    }

    /** Where a dimension is counted: a new one may take the place of the last, which is then among the others. */
    private WeightedSums at(JudgedDimension dimension) {
        WeightedSums known = dimensions.get(dimension);
        if (known != null) {
            return known;
        }
        if (dimension.name().equals(Caps.OTHER)) {
            return others(dimension.scale());
        }
        if (dimensions.size() == MOST_DIMENSIONS) {
            if (JudgedDimension.SHORTEST_FIRST.compare(dimension, dimensions.lastKey()) > 0) {
                return others(dimension.scale());
            }
            Map.Entry<JudgedDimension, WeightedSums> last = dimensions.pollLastEntry();
            others(last.getKey().scale()).mergeWith(last.getValue());
        }
        WeightedSums made = WeightedSums.of(dimension.scale());
        dimensions.put(dimension, made);
        return made;
    }

    private WeightedSums others(Scale scale) {
        return others.computeIfAbsent(scale, WeightedSums::of);
    }

    /** All dimensions that something was said of, in their order. */
    private SortedMap<JudgedDimension, WeightedSums> all() {
        SortedMap<JudgedDimension, WeightedSums> all = new TreeMap<>(Comparator.naturalOrder());
        all.putAll(dimensions);
        others.forEach((scale, sums) -> all.put(new JudgedDimension(Caps.OTHER, scale), sums));
        return all;
    }

    /** At the limit a dimension whose values were all taken away keeps its place. */
    private void forgetZeros() {
        failedCalls.values().removeIf(calls -> calls == 0);
        if (dimensions.size() < MOST_DIMENSIONS) {
            dimensions.values().removeIf(WeightedSums::isZero);
            others.values().removeIf(WeightedSums::isZero);
        }
    }

    void clear() {
        judgedCalls = 0;
        judgedWeight = 0;
        failedCalls.clear();
        dimensions.clear();
        others.clear();
        unasked = 0;
    }

    /** Whether nothing has ever been counted here, as opposed to counted and taken away. */
    boolean isUntouched() {
        return isZero() && dimensions.isEmpty() && others.isEmpty();
    }

    boolean isZero() {
        return unasked == 0
                && judgedCalls == 0
                && judgedWeight == 0
                && failedCalls.isEmpty()
                && all().values().stream().allMatch(WeightedSums::isZero);
    }

    /** Scores of any status that answer a task. */
    long responses() {
        return judgedCalls
                + failedCalls.values().stream().mapToLong(Long::longValue).sum()
                - unasked;
    }

    /** Whether any of the scores answers a task. */
    boolean wasAsked() {
        return responses() > 0;
    }

    EvaluatorQuality toRecord(Evaluator evaluator) {
        return EvaluatorQuality.newBuilder()
                .setEvaluatorId(evaluator.id())
                .setEvaluatorType(evaluator.type())
                .setJudgedCalls(judgedCalls)
                .setJudgedWeight(judgedWeight)
                .setFailedCalls(failedCalls)
                .setDimensions(all().entrySet().stream()
                        .filter(entry -> !entry.getValue().isZero())
                        .map(entry -> entry.getValue().toRecord(entry.getKey().name()))
                        .toList())
                .build();
    }

    void write(WireWriter out) {
        SortedMap<JudgedDimension, WeightedSums> all = all();
        out.writeLong(judgedCalls)
                .writeLong(judgedWeight)
                .writeCounts(failedCalls)
                .writeLong(all.size());
        all.forEach((dimension, sums) -> out.writeString(dimension.name())
                .writeByte(StoredNumbers.of(dimension.scale()))
                .writeBytes(bytes(sums)));
        out.writeLong(unasked);
    }

    static EvaluatorSums read(WireReader in, boolean tellsUnasked) {
        EvaluatorSums sums = new EvaluatorSums();
        sums.judgedCalls = in.readLong();
        sums.judgedWeight = in.readLong();
        sums.failedCalls.putAll(in.readCounts());
        int dimensions = in.readInt();
        for (int i = 0; i < dimensions; i++) {
            JudgedDimension dimension = new JudgedDimension(in.readString(), StoredNumbers.scale(in.readByte()));
            sums.at(dimension).mergeWith(weightedSums(dimension.scale(), in.readBytes()));
        }
        sums.unasked = tellsUnasked ? in.readLong() : 0;
        return sums;
    }

    private static byte[] bytes(WeightedSums sums) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try {
            sums.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static WeightedSums weightedSums(Scale scale, byte[] bytes) {
        try {
            return WeightedSums.readFrom(scale, new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new IllegalStateException("weighted sums of " + bytes.length + " bytes: expected more", e);
        }
    }
}
