package dev.weir.topology.quality;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Score;
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

    static Evaluator of(Score score) {
        return new Evaluator(score.getEvaluatorId(), score.getEvaluatorType());
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
