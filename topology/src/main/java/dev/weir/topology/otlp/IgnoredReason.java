package dev.weir.topology.otlp;

import java.util.Locale;

/** Why something of a batch is no concern of ours: the name of its counter. */
public enum IgnoredReason {
    /** A span without a sign of an LLM application: HTTP, databases, queues. */
    NOT_LLM,
    /** A span whose only purpose is to carry an evaluation. */
    EVALUATION_CARRIER,
    /** A log record that reports no evaluation. */
    OTHER_LOG,
    /** A log record with the texts of a call, which has a span of its own. */
    CONTENT_LOG,
    /** A log record with the exception of a call, whose span says that it failed. */
    EXCEPTION_LOG,
    /** A gateway's record of a request that went to no model. */
    NO_MODEL_CALL;

    /** Name on the wire: lower-case words joined by hyphens. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
