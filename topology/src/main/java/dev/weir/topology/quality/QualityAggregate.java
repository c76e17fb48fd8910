package dev.weir.topology.quality;

import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sampled calls and scores of one series in one window. All sums are whole numbers, so what was merged
 * can be taken away exactly; the names of observed evaluations that were taken away still count towards their cardinality
 * limits ({@link Observed}, {@link ObservedSums}). 11 bytes, plus about 90 for each evaluator's dimension. Not thread-safe.
 */
public final class QualityAggregate implements Mergeable<QualityAggregate> {

    public static final AggregateType<QualityAggregate> TYPE = new AggregateType<>("quality", QualityAggregate::new);

    /** Since 2 evaluators count apart what they were not asked for, and observed evaluations follow. */
    private static final int VERSION = 2;

    private long sampledCalls;
    private long sampledWeight;
    private final SortedMap<Evaluator, EvaluatorSums> evaluators = new TreeMap<>();
    private final Observed observed = new Observed();

    public QualityAggregate() {}

    @Override
    public void mergeFrom(WireReader in) {
        int version = in.readVersion(VERSION);
        QualityAggregate written = new QualityAggregate();
        written.sampledCalls = in.readLong();
        written.sampledWeight = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            written.evaluators.put(Evaluator.read(in), EvaluatorSums.read(in, version >= 2));
        }
        if (version >= 2) {
            written.observed.merge(Observed.read(in), 1);
        }
        mergeWith(written);
    }

    @Override
    public void clear() {
        sampledCalls = 0;
        sampledWeight = 0;
        evaluators.clear();
        observed.clear();
    }

    /** One more sampled call that is yet to be judged. */
    void addSampled(long weight) {
        sampledCalls++;
        sampledWeight = Math.addExact(sampledWeight, weight);
    }

    /**
     * One score: part of its evaluator's estimate where it has a weight, else observed.
     *
     * @throws IllegalArgumentException if its weight or a value is out of range
     */
    static QualityAggregate ofScore(Score score) {
        QualityAggregate aggregate = new QualityAggregate();
        if (isObserved(score)) {
            aggregate.observed.add(score);
            return aggregate;
        }
        aggregate.at(Evaluator.of(score)).add(score);
        return aggregate;
    }

    /** Whether a score must not enter an estimate. */
    static boolean isObserved(Score score) {
        return score.getObservation() != null && score.getWeight() == 0;
    }

    @Override
    public void write(WireWriter out) {
        out.writeByte(VERSION).writeLong(sampledCalls).writeLong(sampledWeight).writeLong(evaluators.size());
        evaluators.forEach((evaluator, sums) -> {
            evaluator.write(out);
            sums.write(out);
        });
        observed.write(out);
    }

    @Override
    public void mergeWith(QualityAggregate other) {
        sampledCalls = Math.addExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.addExact(sampledWeight, other.sampledWeight);
        other.evaluators.forEach((evaluator, sums) -> at(evaluator).mergeWith(sums));
        observed.merge(other.observed, 1);
        evaluators.values().removeIf(EvaluatorSums::isZero);
    }

    /** Takes away what was merged before, here or in an aggregate that this one will be merged with. */
    public void unmergeWith(QualityAggregate other) {
        sampledCalls = Math.subtractExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.subtractExact(sampledWeight, other.sampledWeight);
        other.evaluators.forEach((evaluator, sums) -> at(evaluator).unmergeWith(sums));
        observed.merge(other.observed, -1);
        evaluators.values().removeIf(EvaluatorSums::isZero);
    }

    private EvaluatorSums at(Evaluator evaluator) {
        return evaluators.computeIfAbsent(evaluator, absent -> new EvaluatorSums());
    }

    /** Whether every evaluator that has answered has answered for every sampled call; what was not asked for counts not. */
    public boolean isComplete() {
        boolean anyAnswered = false;
        for (EvaluatorSums sums : evaluators.values()) {
            if (sums.wasAsked()) {
                anyAnswered = true;
                if (sums.responses() < sampledCalls) {
                    return false;
                }
            }
        }
        return anyAnswered;
    }

    public long sampledCalls() {
        return sampledCalls;
    }

    /** Fills the fields of a record that do not name the window. */
    public void describe(WindowQuality window) {
        window.setSampledCalls(sampledCalls);
        window.setSampledWeight(sampledWeight);
        window.setEvaluators(evaluators.entrySet().stream()
                .map(entry -> entry.getValue().toRecord(entry.getKey()))
                .toList());
        window.setObserved(observed.toRecords());
    }
}
