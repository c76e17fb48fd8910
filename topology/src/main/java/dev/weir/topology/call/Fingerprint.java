package dev.weir.topology.call;

import java.nio.charset.StandardCharsets;

/** Hashes of ids that stand outside of a trace event, to be compared with those of a {@link CallView}. */
public final class Fingerprint {

    private Fingerprint() {}

    /** What {@link CallView#fingerprint} gives for a call of these ids. */
    public static long ofSpan(String traceId, String spanId) {
        return hash(spanId, hash(traceId, 0));
    }

    /** 64 well mixed bits of a response id. */
    public static long ofResponse(String responseId) {
        return hash(responseId, 0);
    }

    private static long hash(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return XxHash64.hash(bytes, 0, bytes.length, seed);
    }
}
