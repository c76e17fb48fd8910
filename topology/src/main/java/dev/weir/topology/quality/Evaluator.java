package dev.weir.topology.quality;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Score;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Comparator;

/**
 * Who judged. Evaluators of one id and two types are two, so that a person's answers are never averaged with a model's;
 * ordered by id and type.
 */
record Evaluator(String id, EvaluatorType type) implements Comparable<Evaluator> {

    private static final Comparator<Evaluator> ORDER =
            Comparator.comparing(Evaluator::id).thenComparing(evaluator -> StoredNumbers.of(evaluator.type));

    /** Stands for all beyond the cardinality limit of a window. */
    static final Evaluator OTHER = new Evaluator(Caps.OTHER, EvaluatorType.UNKNOWN);

    /** Which ones stay under the limit: those with the shortest ids, in alphabetical order where these are as long. */
    static final Comparator<Evaluator> SHORTEST_FIRST =
            Comparator.comparingInt((Evaluator one) -> one.id.length()).thenComparing(ORDER);

    static Evaluator of(Score score) {
        return new Evaluator(ObservedKey.clean(score.getEvaluatorId()), score.getEvaluatorType());
    }

    void write(WireWriter out) {
        out.writeString(id).writeByte(StoredNumbers.of(type));
    }

    static Evaluator read(WireReader in) {
        return new Evaluator(in.readString(), StoredNumbers.evaluatorType(in.readByte()));
    }

    @Override
    public int compareTo(Evaluator other) {
        return ORDER.compare(this, other);
    }
}
