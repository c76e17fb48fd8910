package dev.weir.app.config;

import dev.weir.schemas.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * OTLP over HTTP, on the port of {@code http}.
 *
 * @param maxRequestBytes largest request after decompression
 * @param maxInFlightBytes of all requests that are being read or wait for Kafka; beyond it new ones are told to come again
 * @param apiKey that a request has to carry as {@code Authorization: Bearer …} or {@code x-weir-api-key}; empty: none
 */
public record OtlpConfig(int maxRequestBytes, int maxInFlightBytes, Secret apiKey) {

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
