package dev.weir.topology.quality;

import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Evaluations of one series in one window without a known inclusion probability, by evaluator and dimension; apart from
 * every estimate. Cardinality limit: of all pairs that were ever merged the {@link #MOST} with the shortest names are
 * counted by name, and all others together. Which these are depends on the pairs alone, so the same scores give the same
 * value in whatever order. A pair whose scores were all taken away still counts towards the limit. Not thread-safe.
 */
final class Observed {

    static final int MOST = 100;

    private final TreeMap<ObservedKey, ObservedSums> sums = new TreeMap<>(ObservedKey.SHORTEST_FIRST);
    private final ObservedSums others = new ObservedSums();

    /** One score without a weight. */
    void add(Score score) {
        ObservedSums of = at(ObservedKey.of(score));
        if (score.getStatus() == ScoreStatus.JUDGED) {
            of.add(score.getObservation().getValue(), score.getObservation().getLabel());
        } else {
            of.addFailure();
        }
    }

    /** Where a pair is counted: a new one may take the place of the last, which is then counted among the others. */
    private ObservedSums at(ObservedKey key) {
        ObservedSums known = sums.get(key);
        if (known != null) {
            return known;
        }
        if (key.equals(ObservedKey.OTHER)
                || sums.size() == MOST && ObservedKey.SHORTEST_FIRST.compare(key, sums.lastKey()) > 0) {
            return others;
        }
        if (sums.size() == MOST) {
            others.merge(sums.pollLastEntry().getValue(), 1);
        }
        ObservedSums made = new ObservedSums();
        sums.put(key, made);
        return made;
    }

    /** Merges others, so many times: 1 adds them, -1 takes them away. */
    void merge(Observed other, int times) {
        other.sums.forEach((key, of) -> at(key).merge(of, times));
        others.merge(other.others, times);
    }

    void clear() {
        sums.clear();
        others.clear();
    }

    List<ObservedEvaluations> toRecords() {
        SortedMap<ObservedKey, ObservedSums> said = new TreeMap<>(Comparator.naturalOrder());
        said.putAll(sums);
        said.put(ObservedKey.OTHER, others);
        return said.entrySet().stream()
                .filter(entry -> !entry.getValue().isZero())
                .map(entry -> entry.getValue().toRecord(entry.getKey()))
                .toList();
    }

    void write(WireWriter out) {
        boolean anyOther = !others.isUntouched();
        out.writeLong(sums.size() + (anyOther ? 1 : 0));
        sums.forEach((key, of) -> write(key, of, out));
        if (anyOther) {
            write(ObservedKey.OTHER, others, out);
        }
    }

    private static void write(ObservedKey key, ObservedSums of, WireWriter out) {
        key.write(out);
        of.write(out);
    }

    static Observed read(WireReader in) {
        Observed observed = new Observed();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            observed.at(ObservedKey.read(in)).merge(ObservedSums.read(in), 1);
        }
        return observed;
    }
}
