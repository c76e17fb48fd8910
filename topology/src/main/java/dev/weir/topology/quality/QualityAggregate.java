package dev.weir.topology.quality;

import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sampled calls and scores of one series in one window. All sums are whole numbers, so what was merged
 * can be taken away exactly; the names of observed evaluations that were taken away still count towards their cardinality
 * limits ({@link Observed}, {@link ObservedSums}). Cardinality limit: the {@link #MOST_EVALUATORS} evaluators with the shortest
 * ids are kept apart, and all others together ({@link Evaluator#OTHER}); which these are depends on the ids alone. 11 bytes, plus
 * about 90 for each evaluator's dimension, at most 0.8 MB. Not thread-safe.
 */
public final class QualityAggregate implements Mergeable<QualityAggregate> {

    public static final AggregateType<QualityAggregate> TYPE = new AggregateType<>("quality", QualityAggregate::new);

    /** Since 2 evaluators count apart what they were not asked for, and observed evaluations follow. */
    private static final int VERSION = 2;

    static final int MOST_EVALUATORS = 20;

    private long sampledCalls;
    private long sampledWeight;
    private final TreeMap<Evaluator, EvaluatorSums> evaluators = new TreeMap<>(Evaluator.SHORTEST_FIRST);
    private final EvaluatorSums others = new EvaluatorSums();
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
            written.at(Evaluator.read(in)).mergeWith(EvaluatorSums.read(in, version >= 2));
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
        others.clear();
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
        SortedMap<Evaluator, EvaluatorSums> all = all();
        out.writeByte(VERSION).writeLong(sampledCalls).writeLong(sampledWeight).writeLong(all.size());
        all.forEach((evaluator, sums) -> {
            evaluator.write(out);
            sums.write(out);
        });
        observed.write(out);
    }

    @Override
    public void mergeWith(QualityAggregate other) {
        sampledCalls = Math.addExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.addExact(sampledWeight, other.sampledWeight);
        other.all().forEach((evaluator, sums) -> at(evaluator).mergeWith(sums));
        observed.merge(other.observed, 1);
        forgetZeros();
    }

    /** Takes away what was merged before, here or in an aggregate that this one will be merged with. */
    public void unmergeWith(QualityAggregate other) {
        sampledCalls = Math.subtractExact(sampledCalls, other.sampledCalls);
        sampledWeight = Math.subtractExact(sampledWeight, other.sampledWeight);
        other.all().forEach((evaluator, sums) -> at(evaluator).unmergeWith(sums));
        observed.merge(other.observed, -1);
        forgetZeros();
    }

    /** Where an evaluator is counted: a new one may take the place of the last, which is then among the others. */
    private EvaluatorSums at(Evaluator evaluator) {
        EvaluatorSums known = evaluators.get(evaluator);
        if (known != null) {
            return known;
        }
        if (evaluator.equals(Evaluator.OTHER)) {
            return others;
        }
        if (evaluators.size() == MOST_EVALUATORS) {
            if (Evaluator.SHORTEST_FIRST.compare(evaluator, evaluators.lastKey()) > 0) {
                return others;
            }
            others.mergeWith(evaluators.pollLastEntry().getValue());
        }
        EvaluatorSums made = new EvaluatorSums();
        evaluators.put(evaluator, made);
        return made;
    }

    /** At the limit an evaluator whose scores were all taken away keeps its place. */
    private void forgetZeros() {
        if (evaluators.size() < MOST_EVALUATORS) {
            evaluators.values().removeIf(EvaluatorSums::isZero);
        }
    }

    /** All that have said something, in their order. */
    private SortedMap<Evaluator, EvaluatorSums> all() {
        SortedMap<Evaluator, EvaluatorSums> all = new TreeMap<>(Comparator.naturalOrder());
        all.putAll(evaluators);
        if (!others.isUntouched()) {
            all.put(Evaluator.OTHER, others);
        }
        return all;
    }

    /**
     * Whether every evaluator that has answered has answered for every sampled call; what was not asked for counts not, nor
     * what is beyond the limit.
     */
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
        window.setEvaluators(all().entrySet().stream()
                .filter(entry -> !entry.getValue().isZero())
                .map(entry -> entry.getValue().toRecord(entry.getKey()))
                .toList());
        window.setObserved(observed.toRecords());
    }
}
