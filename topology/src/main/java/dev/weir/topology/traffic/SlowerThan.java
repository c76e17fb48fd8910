package dev.weir.topology.traffic;

/**
 * A latency above which calls are counted exactly, because a rule or an objective names it.
 *
 * @param ofTimeToFirstToken true for time to first token, false for total latency
 * @param millis the threshold; a call counts when it is strictly slower
 */
public record SlowerThan(boolean ofTimeToFirstToken, long millis) {

    /** Name of the counter: {@code latency_ms>5000} or {@code ttft_ms>800}. */
    public String name() {
        return (ofTimeToFirstToken ? "ttft_ms>" : "latency_ms>") + millis;
    }

    long micros() {
        return Math.multiplyExact(millis, 1_000L);
    }

    /**
     * The threshold of a counter's name.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    public static SlowerThan parse(String name) {
        int sign = name.indexOf('>');
        String measure = sign < 0 ? name : name.substring(0, sign);
        if (sign < 0 || !(measure.equals("latency_ms") || measure.equals("ttft_ms"))) {
            throw new IllegalArgumentException(
                    "slower_than = " + name + ": expected latency_ms>MILLIS or ttft_ms>MILLIS");
        }
        return new SlowerThan(measure.equals("ttft_ms"), Long.parseLong(name.substring(sign + 1)));
    }
}
