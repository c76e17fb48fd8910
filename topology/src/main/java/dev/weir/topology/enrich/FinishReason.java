package dev.weir.topology.enrich;

import java.util.Locale;

/** Why a model stopped: what all providers' spellings come down to. */
enum FinishReason {
    /** The answer is complete. */
    STOP,
    /** Cut off by a token limit or the context window; not an error. */
    LENGTH,
    /** The model asks for tools. */
    TOOL_CALLS,
    /** The provider blocked the prompt or the answer. */
    CONTENT_FILTER,
    /** The model declined. */
    REFUSAL,
    /** Generation failed, or what was generated could not be read. */
    ERROR,
    /** A reason that fits none of the above. */
    OTHER,
    /** Not reported. */
    UNKNOWN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Lower-case name for counters and labels. */
    String wireName() {
        return wireName;
    }
}
