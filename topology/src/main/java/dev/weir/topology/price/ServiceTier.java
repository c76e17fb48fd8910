package dev.weir.topology.price;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A billing tier of a provider. */
public enum ServiceTier {
    STANDARD,
    /** Slower and cheaper. */
    FLEX,
    /** Dearer, and served before others. */
    PRIORITY,
    /** The same model run faster, at a multiple; charged as {@link #PRIORITY} where a list knows no other price. */
    FAST,
    /** Answered within hours, mostly at half price. */
    BATCH;

    private static final Map<String, ServiceTier> SPELLINGS = Map.ofEntries(
            Map.entry("", STANDARD),
            Map.entry("default", STANDARD),
            Map.entry("standard", STANDARD),
            Map.entry("standard_only", STANDARD),
            Map.entry("auto", STANDARD),
            Map.entry("on_demand", STANDARD),
            Map.entry("flex", FLEX),
            Map.entry("priority", PRIORITY),
            Map.entry("fast", FAST),
            Map.entry("batch", BATCH),
            Map.entry("batches", BATCH));

    /** The tier of a spelling; absent means standard, {@code null} comes back for one nobody documents. */
    static @Nullable ServiceTier of(@Nullable String spelling) {
        if (spelling == null) {
            return STANDARD;
        }
        ServiceTier known = SPELLINGS.get(spelling);
        return known != null ? known : SPELLINGS.get(spelling.strip().toLowerCase(Locale.ROOT));
    }
}
