package dev.weir.schemas.registry;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The generated records that cross the wire, by the full name of their schema. */
final class WireRecords {

    private static final Map<String, Class<? extends SpecificRecord>> BY_NAME = byName(List.of(
            Alert.class,
            JudgeTask.class,
            Progress.class,
            Score.class,
            TraceEvent.class,
            WindowQuality.class,
            WindowSpend.class,
            WindowStats.class));

    static {
        TrustedRecords.trust();
    }

    private WireRecords() {}

    /** The class of a full schema name; null where it is none of ours. */
    static @Nullable Class<? extends SpecificRecord> named(String fullName) {
        return BY_NAME.get(fullName);
    }

    /** The class of a simple record name, as topics name their values; null where it is none of ours. */
    static @Nullable Class<? extends SpecificRecord> simplyNamed(String name) {
        return BY_NAME.get("dev.weir.schemas.avro." + name);
    }

    /** All of them, sorted by name. */
    static Collection<Class<? extends SpecificRecord>> all() {
        return BY_NAME.values();
    }

    /** Schema of a generated class, as the class itself knows it. */
    static Schema schemaOf(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }

    private static Map<String, Class<? extends SpecificRecord>> byName(List<Class<? extends SpecificRecord>> types) {
        Map<String, Class<? extends SpecificRecord>> byName = new TreeMap<>();
        for (Class<? extends SpecificRecord> type : types) {
            byName.put(type.getName(), type);
        }
        return byName;
    }
}
