package dev.weir.app.config;

import dev.weir.schemas.Means;
import dev.weir.schemas.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * OTLP over HTTP, on the port of {@code http}.
 */
public record OtlpConfig(
        @Means("largest OTLP request over HTTP after decompression; divided by trace it may become twice as large")
        int maxRequestBytes,

        @Means("bytes of all OTLP requests that are being read or wait for Kafka; beyond it new "
                + "requests are answered 503")
        int maxInFlightBytes,

        @Means("key that OTLP requests must carry as `Authorization: Bearer` or `x-weir-api-key`; empty: none")
        Secret apiKey) {

    public static final OtlpConfig DEFAULT = new OtlpConfig(20 << 20, 64 << 20, new Secret(""));

    private static final int LEAST = 1 << 10;
    private static final int MOST = 1 << 30;

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (maxRequestBytes < LEAST || maxRequestBytes > MOST) {
            problems.add("max_request_bytes = " + maxRequestBytes + ": expected " + LEAST + " to " + MOST);
        }
        if (maxInFlightBytes < maxRequestBytes) {
            problems.add("max_in_flight_bytes = " + maxInFlightBytes + ": expected at least max_request_bytes ("
                    + maxRequestBytes + ")");
        }
        return problems;
    }
}
