package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kinds by the names that dialects have for them. */
final class Kinds {

    private Kinds() {}

    /** Adds names, separated by blanks, for one kind. */
    static Map<String, SpanKind> named(Map<String, SpanKind> kinds, SpanKind kind, String names) {
        Map<String, SpanKind> all = new HashMap<>(kinds);
        for (String name : names.split(" ", -1)) {
            all.put(name, kind);
        }
        return Map.copyOf(all);
    }

    /** The kind of a name in any case; absent when the name is, or stands for none: the next dialect may know better. */
    static @Nullable SpanKind in(Map<String, SpanKind> kinds, @Nullable String name) {
        if (name == null) {
            return null;
        }
        SpanKind kind = kinds.get(name);
        return kind != null ? kind : kinds.get(Quoted.plain(name).strip().toLowerCase(Locale.ROOT));
    }
}
