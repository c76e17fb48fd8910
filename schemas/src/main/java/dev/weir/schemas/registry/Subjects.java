package dev.weir.schemas.registry;

import dev.weir.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Names under which a registry keeps the value schemas of a topic. A topic of one record type uses Confluent's
 * TopicNameStrategy, {@code <topic>-value}, which every tool finds without being told; a topic of two types uses
 * TopicRecordNameStrategy, {@code <topic>-<record full name>}, so that each type evolves on its own.
 */
final class Subjects {

    private Subjects() {}

    /** Subject of a schema on a topic. */
    static String of(Topic topic, Schema schema) {
        return topic.value().contains(" or ") ? topic.name() + "-" + schema.getFullName() : topic.name() + "-value";
    }

    /** Record types of a topic's values; none where the values are not ours. */
    static List<Class<? extends SpecificRecord>> typesOf(Topic topic) {
        List<Class<? extends SpecificRecord>> types = Arrays.stream(
                        topic.value().split(" or "))
                .<Class<? extends SpecificRecord>>map(WireRecords::simplyNamed)
                .filter(Objects::nonNull)
                .toList();
        return types;
    }
}
