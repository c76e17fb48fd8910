package dev.weir.topology.call;

import java.nio.charset.StandardCharsets;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** Hashes of ids that stand outside of a trace event, to be compared with those of a {@link CallView}. */
public final class Fingerprint {

    /**
     * XXH64: well mixed, the same everywhere and for ever, not made to withstand someone who chooses the bytes. About 7 ns for 8
     * bytes, 19 for 32.
     */
    static final XXHash64 XXH64 = XXHashFactory.fastestJavaInstance().hash64();

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
        return XXH64.hash(bytes, 0, bytes.length, seed);
    }
}
