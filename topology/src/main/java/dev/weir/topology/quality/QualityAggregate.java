package dev.weir.topology.quality;

import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was sampled and what the evaluators said of one series in one window. A group, not only a monoid: what was merged
 * can be taken away exactly, because all sums are whole numbers. 10 bytes, plus about 90 for each evaluator's dimension.
 * Not thread-safe.
 */
public final class QualityAggregate implements Mergeable<QualityAggregate> {

    public static final AggregateType<QualityAggregate> TYPE = new AggregateType<>("quality", QualityAggregate::new);

    private static final int VERSION = 1;

    private long sampledCalls;
    private long sampledWeight;
    private final SortedMap<String, EvaluatorSums> evaluators = new TreeMap<>();

    public QualityAggregate() {}

    @Override
    public void mergeFrom(WireReader in) {
        in.readVersion(VERSION);
        QualityAggregate written = new QualityAggregate();
        written.sampledCalls = in.readLong();
        written.sampledWeight = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            written.evaluators.put(in.readString(), EvaluatorSums.read(in));
        }
        mergeWith(written);
    }

    @Override
    public void clear() {
        sampledCalls = 0;
        sampledWeight = 0;
        evaluators.clear();
    }

    /** One more sampled call that is yet to be judged. */
    void addSampled(long weight) {
        sampledCalls++;
        sampledWeight = Math.addExact(sampledWeight, weight);
    }

    /**
     * One score.
     *
     * @throws IllegalArgumentException if its weight or a value is out of range
     */
    static QualityAggregate ofScore(Score score) {
        QualityAggregate aggregate = new QualityAggregate();
        EvaluatorSums sums = new EvaluatorSums(score.getEvaluatorType());
        sums.add(score);
        aggregate.evaluators.put(score.getEvaluatorId(), sums);
        return aggregate;
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION).writeLong(sampledCalls).writeLong(sampledWeight).writeLong(evaluators.size());
        evaluators.forEach((id, sums) -> {
            out.writeString(id);
            sums.write(out);
        });
    }

    @Override
    public void mergeWith(QualityAggregate other) {
        sampledCalls = Math.addExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.addExact(sampledWeight, other.sampledWeight);
        other.evaluators.forEach((id, sums) -> evaluator(id, sums).mergeWith(sums));
        evaluators.values().removeIf(EvaluatorSums::isZero);
    }

    /** Takes away what was merged before, here or in an aggregate that this one will be merged with. */
    public void unmergeWith(QualityAggregate other) {
        sampledCalls = Math.subtractExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.subtractExact(sampledWeight, other.sampledWeight);
        other.evaluators.forEach((id, sums) -> evaluator(id, sums).unmergeWith(sums));
        evaluators.values().removeIf(EvaluatorSums::isZero);
    }

    private EvaluatorSums evaluator(String id, EvaluatorSums like) {
        return evaluators.computeIfAbsent(id, absent -> like.emptyLikeThis());
    }

    /** Whether every evaluator that has spoken has answered for every sampled call. */
    public boolean isComplete() {
        return !evaluators.isEmpty() && evaluators.values().stream().allMatch(sums -> sums.responses() >= sampledCalls);
    }

    public long sampledCalls() {
        return sampledCalls;
    }

    /** Fills the fields of a record that do not name the window. */
    public void describe(WindowQuality.Builder window) {
        window.setSampledCalls(sampledCalls)
                .setSampledWeight(sampledWeight)
                .setEvaluators(evaluators.entrySet().stream()
                        .map(entry -> entry.getValue().toRecord(entry.getKey()))
                        .toList());
    }
}
