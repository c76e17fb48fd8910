package dev.weir.topology.quality;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Scores of one evaluator in one window: exact sums that can be added and taken away. Not thread-safe. */
final class EvaluatorSums {

    private long judgedCalls;
    private long judgedWeight;
    private final SortedMap<String, Long> failedCalls = new TreeMap<>();
    private final SortedMap<JudgedDimension, WeightedSums> dimensions = new TreeMap<>();

    /** Scores of any status that answer no task of ours: the evaluator chose the calls itself. */
    private long unasked;

    /** One name on one scale: somebody may use the name for both. */
    private record JudgedDimension(String name, Scale scale) implements Comparable<JudgedDimension> {
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
            dimensions
                    .computeIfAbsent(
                            new JudgedDimension(judgement.getDimension(), judgement.getScale()),
                            absent -> WeightedSums.of(judgement.getScale()))
                    .add(score.getWeight(), judgement.getValueTenths());
        }
    }

    void mergeWith(EvaluatorSums other) {
        judgedCalls = Math.addExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.addExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, calls));
        other.dimensions.forEach((dimension, sums) -> at(dimension).mergeWith(sums));
        unasked = Math.addExact(unasked, other.unasked);
        forgetZeros();
    }

    void unmergeWith(EvaluatorSums other) {
        judgedCalls = Math.subtractExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.subtractExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, -calls));
        other.dimensions.forEach((dimension, sums) -> at(dimension).unmergeWith(sums));
        unasked = Math.subtractExact(unasked, other.unasked);
        forgetZeros();
    }

    private void addFailed(String status, long calls) {
        failedCalls.merge(status, calls, Math::addExact);
    }

    private WeightedSums at(JudgedDimension dimension) {
        return dimensions.computeIfAbsent(dimension, absent -> WeightedSums.of(dimension.scale()));
    }

    private void forgetZeros() {
        failedCalls.values().removeIf(calls -> calls == 0);
        dimensions.values().removeIf(WeightedSums::isZero);
    }

    boolean isZero() {
        return unasked == 0 && judgedCalls == 0 && judgedWeight == 0 && failedCalls.isEmpty() && dimensions.isEmpty();
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
                .setDimensions(dimensions.entrySet().stream()
                        .map(entry -> entry.getValue().toRecord(entry.getKey().name()))
                        .toList())
                .build();
    }

    void write(WireWriter out) {
        out.writeLong(judgedCalls)
                .writeLong(judgedWeight)
                .writeCounts(failedCalls)
                .writeLong(dimensions.size());
        dimensions.forEach((dimension, sums) -> out.writeString(dimension.name())
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
            sums.dimensions.put(dimension, weightedSums(dimension.scale(), in.readBytes()));
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
            throw new UncheckedIOException("weighted sums of " + bytes.length + " bytes", e);
        }
    }
}
