package dev.weir.topology.quality;

import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one evaluator said of one window: exact sums that can be added and taken away. Not thread-safe. */
final class EvaluatorSums {

    private final EvaluatorType evaluatorType;
    private long judgedCalls;
    private long judgedWeight;
    private final SortedMap<String, Long> failedCalls = new TreeMap<>();
    private final SortedMap<String, WeightedSums> dimensions = new TreeMap<>();

    EvaluatorSums(EvaluatorType evaluatorType) {
        this.evaluatorType = evaluatorType;
    }

    EvaluatorSums emptyLikeThis() {
        return new EvaluatorSums(evaluatorType);
    }

    void add(Score score) {
        if (score.getStatus() != ScoreStatus.JUDGED) {
            failedCalls.merge(score.getStatus().name(), 1L, Math::addExact);
            return;
        }
        judgedCalls++;
        judgedWeight = Math.addExact(judgedWeight, score.getWeight());
        for (Judgement judgement : score.getJudgements()) {
            dimensions
                    .computeIfAbsent(judgement.getDimension(), name -> WeightedSums.of(judgement.getScale()))
                    .add(score.getWeight(), judgement.getValueTenths());
        }
    }

    void mergeWith(EvaluatorSums other) {
        judgedCalls = Math.addExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.addExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, calls));
        other.dimensions.forEach((name, sums) -> dimension(name, sums.scale()).mergeWith(sums));
        forgetZeros();
    }

    void unmergeWith(EvaluatorSums other) {
        judgedCalls = Math.subtractExact(judgedCalls, other.judgedCalls);
        judgedWeight = Math.subtractExact(judgedWeight, other.judgedWeight);
        other.failedCalls.forEach((status, calls) -> addFailed(status, -calls));
        other.dimensions.forEach((name, sums) -> dimension(name, sums.scale()).unmergeWith(sums));
        forgetZeros();
    }

    private void addFailed(String status, long calls) {
        failedCalls.merge(status, calls, Math::addExact);
    }

    private WeightedSums dimension(String name, Scale scale) {
        return dimensions.computeIfAbsent(name, absent -> WeightedSums.of(scale));
    }

    private void forgetZeros() {
        failedCalls.values().removeIf(calls -> calls == 0);
        dimensions.values().removeIf(WeightedSums::isZero);
    }

    boolean isZero() {
        return judgedCalls == 0 && judgedWeight == 0 && failedCalls.isEmpty() && dimensions.isEmpty();
    }

    /** Scores of any status. */
    long responses() {
        return judgedCalls
                + failedCalls.values().stream().mapToLong(Long::longValue).sum();
    }

    EvaluatorQuality toRecord(String evaluatorId) {
        return EvaluatorQuality.newBuilder()
                .setEvaluatorId(evaluatorId)
                .setEvaluatorType(evaluatorType)
                .setJudgedCalls(judgedCalls)
                .setJudgedWeight(judgedWeight)
                .setFailedCalls(failedCalls)
                .setDimensions(dimensions.entrySet().stream()
                        .map(entry -> entry.getValue().toRecord(entry.getKey()))
                        .toList())
                .build();
    }

    void write(WireWriter out) {
        out.writeByte(evaluatorType.ordinal())
                .writeLong(judgedCalls)
                .writeLong(judgedWeight)
                .writeCounts(failedCalls)
                .writeLong(dimensions.size());
        dimensions.forEach((name, sums) ->
                out.writeString(name).writeByte(sums.scale().ordinal()).writeBytes(bytes(sums)));
    }

    static EvaluatorSums read(WireReader in) {
        EvaluatorSums sums = new EvaluatorSums(EvaluatorType.values()[in.readByte()]);
        sums.judgedCalls = in.readLong();
        sums.judgedWeight = in.readLong();
        sums.failedCalls.putAll(in.readCounts());
        int dimensions = in.readInt();
        for (int i = 0; i < dimensions; i++) {
            sums.dimensions.put(in.readString(), weightedSums(Scale.values()[in.readByte()], in.readBytes()));
        }
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
