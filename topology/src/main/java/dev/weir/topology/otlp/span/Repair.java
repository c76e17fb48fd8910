package dev.weir.topology.otlp.span;

import java.util.Locale;

/**
 * What a mapped event says differently from its source, or had to assume: each a counter. None of them is silent, and none
 * makes a zero of what is unknown.
 */
public enum Repair {
    /** Cached and cache-writing tokens did not fit into the input, or the total says that they stand beside it: added to it. */
    EXCLUSIVE_USAGE_REPAIRED,
    /** Reasoning tokens did not fit into the output, or the total says that they stand beside it: added to it. */
    EXCLUSIVE_REASONING_REPAIRED,
    /** Two dialects on one span give different counts; the one that comes first in precedence was taken. */
    DIALECTS_DISAGREE,
    /** A span that sums up others carries usage, which counts on them. */
    GROUP_USAGE_SET_ASIDE,
    /** A part of the tokens was larger than its whole and fits in no reading: left out. */
    TOKEN_PART_DROPPED,
    /** A count below zero: left out. */
    NEGATIVE_COUNT,
    /** A number that came as a text. */
    NUMBER_FROM_TEXT,
    /** A whole number that came as a floating-point number. */
    NUMBER_FROM_DOUBLE,
    /** A number that could not be read: left out. */
    UNREADABLE_NUMBER,
    /** A time to first token below zero or longer than the call: left out. */
    TTFT_OUT_OF_RANGE,
    /** A span that ends before it starts, or does not say when: without duration. */
    DURATION_UNKNOWN,
    /** A proxy answered from its own cache and reported the full price: cost and usage are zero. */
    CACHE_HIT_COST_ZEROED,
    /** A cost below zero or in another currency than the US dollar: left out. */
    COST_UNUSABLE,
    /** No sampling threshold came with the span, so every trace is taken as kept. */
    PROBABILITY_ASSUMED,
    /** A sampling threshold or probability that cannot be: taken as absent. */
    PROBABILITY_UNREADABLE,
    /** No sign of the kind but a model or its usage: taken as a model call. */
    KIND_ASSUMED,
    /** A model call that names no model: counted under {@code unknown}, and unpriced. */
    MODEL_UNKNOWN,
    /** A proxy gave its alias as the model that answered: left out, so the model that was called is priced. */
    RESPONSE_MODEL_IS_ALIAS,
    /** What should name the route or the tenant is the id of something: the next attribute was asked. */
    NAME_IS_AN_ID,
    /** An evaluation on a span that has no name, no result or no target: left out. */
    EVALUATION_UNUSABLE,
    /** A content attribute that looks like JSON and is not: kept as text. */
    CONTENT_UNREADABLE,
    /** A text longer than the limit: cut. */
    TEXT_CUT,
    /** More attributes than the limit: the later ones were left out. */
    ATTRIBUTES_CUT,
    /** An id in base64, as generic protobuf JSON has it, and not in hexadecimal. */
    ID_FROM_BASE64,
    /** No id of a trace or span in a gateway's record: made from its request id. */
    ID_DERIVED;

    /** Name on the wire: lower-case words joined by hyphens. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
