package dev.weir.benchmarks.measure;

import dev.weir.benchmarks.calls.Data;
import java.util.Locale;

/**
 * What the process of a row is told.
 *
 * @param calls in the source topic, end markers not counted
 * @param threads stream threads, or the peer's parallelism
 * @param largeFetches whether consumers fetch 8 MB and poll 5,000 records instead of their defaults
 * @param warmups passes before the measured ones
 * @param seconds how long the latency row lasts, and within what any other row has to end
 * @param callsPerSecond load of the latency row
 * @param asked whether the latency row asks for the calls it sends; else it only measures what they cost
 * @param brokerPid process of the broker
 * @param recording file for a flight recording of the measured passes; empty: none
 */
public record RowSpec(
        Kind kind,
        Data data,
        long calls,
        int partitions,
        int threads,
        boolean largeFetches,
        int warmups,
        int repetitions,
        long seconds,
        int callsPerSecond,
        boolean asked,
        long brokerPid,
        String bootstrapServers,
        String recording) {

    /** The rows, cheapest first. */
    public enum Kind {
        /** A consumer that looks at nothing. */
        POLL,
        /** A consumer that decodes every field. */
        DECODE,
        /** The least that measuring can cost: one thread reads, decodes and aggregates in memory. */
        LIMIT,
        /** The aggregates as an ordinary Kafka Streams DSL topology. */
        DSL,
        /** The product. */
        PRODUCT,
        /** The aggregates as an ordinary Flink job. */
        FLINK,
        /** From sending a call to the window that answers for it; the product on the live clock. */
        LATENCY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Name in the table. */
    public String title() {
        String threaded = ", " + threads + (threads == 1 ? " thread" : " threads");
        return switch (kind) {
            case POLL -> "poll";
            case DECODE -> "poll + decode all";
            case LIMIT -> "limit: poll + decode + aggregate";
            case DSL -> "Streams DSL" + threaded + (largeFetches ? ", large fetches" : "");
            case PRODUCT -> "Weir" + threaded + (largeFetches ? "" : ", default fetches");
            case FLINK -> "Flink, heap state, parallelism " + threads;
            case LATENCY -> String.format(Locale.ROOT, "Weir, latency at %,d calls/s", callsPerSecond);
        };
    }
}
