package dev.weir.app.traffic;

import dev.weir.schemas.Sha256;
import java.util.HexFormat;

/**
 * Ids for spans that were recorded without: SHA-256 over where the span comes from, so that reading a file twice gives
 * the same ids.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
record SpanIds(String traceId, String spanId) {

    /**
     * Ids of the numbered span of a source.
     *
     * @param source file name, or the name of a generator with its seed
     */
    static SpanIds of(String source, long number) {
        byte[] hash = Sha256.of(source + ":" + number);
        return new SpanIds(HexFormat.of().formatHex(hash, 0, 16), HexFormat.of().formatHex(hash, 16, 24));
    }
}
