package dev.weir.schemas.registry;

import dev.weir.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's view of {@link AvroCodec} for the values of one topic. A null value (tombstone) stays null. The subject follows
 * the {@link Topic} given here, whatever name the client library passes. Errors as the codec's.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final AvroCodec codec;
    private final Topic topic;
    private final Class<T> type;

    /**
     * Serde of one record type.
     *
     * @param type a generated class, or {@link SpecificRecord} itself for a topic of two types, which are then distinguished
     *     by the writer's schema
     */
    public AvroSerde(AvroCodec codec, Topic topic, Class<T> type) {
        this.codec = codec;
        this.topic = topic;
        this.type = type;
    }

    @Override
    public Serializer<T> serializer() {
        return (name, value) -> encode(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (name, bytes) -> decode(bytes);
    }

    private byte @Nullable [] encode(@Nullable T value) {
        return value == null ? null : codec.encode(topic, value);
    }

    private @Nullable T decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        return type == SpecificRecord.class ? type.cast(codec.decodeAny(bytes)) : codec.decode(bytes, type);
    }
}
