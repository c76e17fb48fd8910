package dev.weir.topology.enrich;

import java.util.Locale;

/**
 * The layer that reported a refusal, most trusted first. {@link #FINISH_REASON} and {@link #ERROR_CODE} are blocks by
 * the provider, {@link #TEXT} and mostly {@link #PROVIDER_FIELD} are the model declining.
 */
public enum RefusalSource {
    /** The provider's own refusal field. */
    PROVIDER_FIELD,
    /** A finish reason that means blocked or refused. */
    FINISH_REASON,
    /** An error code for blocked content. */
    ERROR_CODE,
    /** How the answer begins. */
    TEXT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Lower-case name for counters and labels. */
    public String wireName() {
        return wireName;
    }
}
