package dev.weir.topology.ingest;

/** 64 well mixed bits of two ids; the same ids give the same bits in every process and version. */
final class IdHash {

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private IdHash() {}

    static long of(String traceId, String spanId) {
        return mix(fold(fold(traceId.length(), traceId), spanId));
    }

    private static long fold(long seed, String id) {
        long hash = mix(seed + PRIME);
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    /** Finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
