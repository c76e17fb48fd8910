package dev.weir.alerting;

import dev.weir.alerting.avro.LearntState;
import dev.weir.alerting.avro.SeriesState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** What a rule has learnt, as it comes back from the store. */
public final class StoredForm {

    private static final Serde<SeriesState> SERDE =
            StoredRecordSerde.of(SeriesState.getEncoder(), SeriesState.getDecoder());

    private StoredForm() {}

    public static SpecificRecord copy(SpecificRecord learnt) {
        SeriesState state = new SeriesState(Instant.EPOCH, 0, 0L, Map.of("Rule", new LearntState("1", learnt)));
        byte[] bytes = SERDE.serializer().serialize("", state);
        SeriesState read = SERDE.deserializer().deserialize("", bytes);
        return (SpecificRecord)
                Objects.requireNonNull(read.getLearnt().get("Rule")).getState();
    }
}
