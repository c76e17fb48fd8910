package dev.weir.topology.quality;

import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was said of one series in one window without a known inclusion probability, by evaluator and dimension; apart from
 * every estimate. The first {@link #MOST} pairs are told apart, for good; the others are one. A group, as long as a window
 * has no more. Not thread-safe.
 */
final class Observed {

    static final int MOST = 100;

    private final SortedMap<ObservedKey, ObservedSums> sums = new TreeMap<>();

    /** One score without a weight. */
    void add(Score score) {
        ObservedSums of = at(ObservedKey.of(score));
        if (score.getStatus() == ScoreStatus.JUDGED) {
            of.add(score.getObservation().getValue(), score.getObservation().getLabel());
        } else {
            of.addFailure();
        }
    }

    private ObservedSums at(ObservedKey key) {
        ObservedSums known = sums.get(key);
        if (known != null) {
            return known;
        }
        return sums.computeIfAbsent(sums.size() < MOST ? key : ObservedKey.OTHER, absent -> new ObservedSums());
    }

    /** Merges others, so many times: 1 adds them, -1 takes them away. */
    void merge(Observed other, int times) {
        other.sums.forEach((key, of) -> at(key).merge(of, times));
        if (sums.values().stream().allMatch(ObservedSums::isZero)) {
            sums.clear();
        }
    }

    void clear() {
        sums.clear();
    }

    List<ObservedEvaluations> toRecords() {
        return sums.entrySet().stream()
                .filter(entry -> !entry.getValue().isZero())
                .map(entry -> entry.getValue().toRecord(entry.getKey()))
                .toList();
    }

    void write(WireWriter out) {
        out.writeLong(sums.size());
        sums.forEach((key, of) -> {
            key.write(out);
            of.write(out);
        });
    }

    static Observed read(WireReader in) {
        Observed observed = new Observed();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            observed.sums.put(ObservedKey.read(in), ObservedSums.read(in));
        }
        return observed;
    }
}
