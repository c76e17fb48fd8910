package dev.weir.topology.quality;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Score;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Comparator;

/** Evaluator, type and dimension of an unweighted evaluation, and their order. */
record ObservedKey(String evaluatorId, EvaluatorType type, String dimension) implements Comparable<ObservedKey> {

    /** Stands for all beyond the cap of a window; no evaluator is called so, for names that come in are cleaned. */
    static final ObservedKey OTHER = new ObservedKey(Caps.OTHER, EvaluatorType.UNKNOWN, Caps.OTHER);

    private static final Comparator<ObservedKey> ORDER = Comparator.comparing(ObservedKey::evaluatorId)
            .thenComparing(key -> StoredNumbers.of(key.type))
            .thenComparing(ObservedKey::dimension);

    /** Which keys stay under a cap: those with the shortest names, in alphabetical order where these are as long. */
    static final Comparator<ObservedKey> SHORTEST_FIRST = Comparator.comparingInt(
                    (ObservedKey key) -> key.evaluatorId.length() + key.dimension.length())
            .thenComparing(ORDER);

    static ObservedKey of(Score score) {
        return new ObservedKey(
                clean(score.getEvaluatorId()),
                score.getEvaluatorType(),
                clean(score.getObservation().getDimension()));
    }

    /** A name within its limit, that does not begin like our own. */
    static String clean(String name) {
        String cut = TextLimit.NAME.of(name);
        return cut.startsWith("~") ? "_" + cut.substring(1) : cut;
    }

    void write(WireWriter out) {
        out.writeString(evaluatorId).writeByte(StoredNumbers.of(type)).writeString(dimension);
    }

    static ObservedKey read(WireReader in) {
        return new ObservedKey(in.readString(), StoredNumbers.evaluatorType(in.readByte()), in.readString());
    }

    @Override
    public int compareTo(ObservedKey other) {
        return ORDER.compare(this, other);
    }
}
