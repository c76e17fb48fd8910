package dev.weir.topology.evaluation;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation that looks for its call.
 *
 * @param arrivalMillis when the broker took it, milliseconds since the epoch
 */
record PendingEvaluation(Evaluation evaluation, long arrivalMillis) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        Evaluation it = evaluation;
        WireWriter out =
                new WireWriter(256).writeByte(VERSION).writeLong(arrivalMillis).writeString(it.dimension());
        number(out, it.value());
        text(out, it.label());
        text(out, it.evaluatorId());
        text(out, it.evaluatorVersion());
        out.writeByte(it.evaluatorType() == null ? -1 : StoredNumbers.of(it.evaluatorType()));
        text(out, it.traceId());
        text(out, it.spanId());
        text(out, it.responseId());
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, it.time()));
        text(out, it.error());
        text(out, it.explanation());
        number(out, it.inclusionProbability());
        return out.toBytes();
    }

    static PendingEvaluation fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        long arrival = in.readLong();
        return new PendingEvaluation(
                new Evaluation(
                        in.readString(),
                        number(in),
                        text(in),
                        text(in),
                        text(in),
                        type(in),
                        text(in),
                        text(in),
                        text(in),
                        Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS),
                        text(in),
                        text(in),
                        number(in)),
                arrival);
    }

    private static void text(WireWriter out, @Nullable String text) {
        out.writeByte(text == null ? 0 : 1);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String text(WireReader in) {
        return in.readByte() == 0 ? null : in.readString();
    }

    private static void number(WireWriter out, @Nullable Double number) {
        out.writeByte(number == null ? 0 : 1);
        if (number != null) {
            out.writeSortableLong(Double.doubleToLongBits(number));
        }
    }

    private static @Nullable Double number(WireReader in) {
        return in.readByte() == 0 ? null : Double.longBitsToDouble(in.readSortableLong());
    }

    private static @Nullable EvaluatorType type(WireReader in) {
        int number = in.readByte();
        return number < 0 ? null : StoredNumbers.evaluatorType(number);
    }
}
