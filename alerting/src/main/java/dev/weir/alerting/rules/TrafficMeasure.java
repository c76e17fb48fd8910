package dev.weir.alerting.rules;

import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Measures of all calls, read from {@code weir.window-stats}. */
public enum TrafficMeasure implements Measure {
    LATENCY_MS("ms", Family.QUANTILE),
    TTFT_MS("ms", Family.QUANTILE),
    TBT_MS("ms", Family.QUANTILE),
    INPUT_TOKENS_PER_CALL("tokens", Family.QUANTILE),
    OUTPUT_TOKENS_PER_CALL("tokens", Family.QUANTILE),
    ERROR_RATE("share", Family.RATE),
    HARD_ERROR_RATE("share", Family.RATE),
    SOFT_ERROR_RATE("share", Family.RATE),
    REFUSAL_RATE("share", Family.RATE),
    UNPRICED_RATE("share", Family.RATE),
    SAFETY_HIT_RATE("share", Family.RATE),
    CALLS("calls", Family.TOTAL),
    COST_USD("USD", Family.TOTAL),
    COST_USD_PER_CALL("USD", Family.MEAN);

    private enum Family {
        QUANTILE,
        RATE,
        TOTAL,
        MEAN
    }

    private static final double MICROS_PER_MILLI = 1000;
    private static final double NANOS_PER_UNIT = 1e9;
    private static final double SHARE_CHANGE = 0.01;
    private static final double RATIO_CHANGE = 0.2;

    private final String unit;
    private final Family family;

    TrafficMeasure(String unit, Family family) {
        this.unit = unit;
        this.family = family;
    }

    @Override
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String statistic() {
        return switch (family) {
            case QUANTILE -> "quantile";
            case RATE -> "rate";
            case TOTAL -> "total";
            case MEAN -> "mean";
        };
    }

    @Override
    public boolean quantiles() {
        return family == Family.QUANTILE;
    }

    @Override
    public boolean ratio() {
        return family != Family.RATE;
    }

    @Override
    public double defaultMinChange() {
        return family == Family.RATE ? SHARE_CHANGE : RATIO_CHANGE;
    }

    @Override
    public long defaultMinCalls() {
        return switch (family) {
            case QUANTILE, RATE -> 10;
            case MEAN -> 30;
            case TOTAL -> 1;
        };
    }

    /** Whether the topology can keep an exact count of calls above a threshold of this measure. */
    public boolean countsSlower() {
        return this == LATENCY_MS || this == TTFT_MS;
    }

    @Override
    public WindowSource source() {
        return WindowSource.TRAFFIC;
    }

    @Override
    public Observation read(Window window) {
        if (window instanceof Window.Traffic traffic) {
            return read(traffic.stats());
        }
        throw Measure.wrongSource(this, window);
    }

    private Observation read(WindowStats window) {
        long calls = window.getCalls();
        return switch (this) {
            case LATENCY_MS -> values(window, window.getLatencyMicros(), MICROS_PER_MILLI);
            case TTFT_MS -> values(window, window.getTtftMicros(), MICROS_PER_MILLI);
            case TBT_MS -> values(window, window.getTbtMicros(), MICROS_PER_MILLI);
            case INPUT_TOKENS_PER_CALL -> values(window, window.getInputTokensPerCall(), 1);
            case OUTPUT_TOKENS_PER_CALL -> values(window, window.getOutputTokensPerCall(), 1);
            case ERROR_RATE -> share(window.getHardErrors() + window.getSoftErrors(), calls);
            case HARD_ERROR_RATE -> share(window.getHardErrors(), calls);
            case SOFT_ERROR_RATE -> share(window.getSoftErrors(), calls);
            case REFUSAL_RATE -> share(sum(window.getRefusals()), calls);
            case UNPRICED_RATE -> share(window.getUnpricedCalls(), calls);
            case SAFETY_HIT_RATE -> share(sum(window.getSafetyHits()), calls);
            case CALLS -> new Observation.Amount(calls, false, calls);
            case COST_USD -> cost(window);
            case COST_USD_PER_CALL -> costPerCall(window);
        };
    }

    private Observation values(WindowStats window, ByteBuffer bytes, double perUnit) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        QuantileSketch sketch = QuantileSketch.fromBytes(copy);
        if (sketch.count() == 0) {
            return new Observation.Unknown(0);
        }
        Map<Double, Long> above = new HashMap<>();
        String prefix = wireName() + ">";
        window.getSlowerThan().forEach((key, count) -> {
            if (key.startsWith(prefix)) {
                above.put(Double.valueOf(key.substring(prefix.length())), count);
            }
        });
        return new Observation.Values(sketch, perUnit, above);
    }

    private static Observation share(long hits, long calls) {
        return calls == 0 ? new Observation.Unknown(0) : new Observation.Share(Math.min(hits, calls), calls);
    }

    private static Observation cost(WindowStats window) {
        long priced = window.getCalls() - window.getUnpricedCalls();
        return priced <= 0
                ? new Observation.Unknown(window.getCalls())
                : new Observation.Amount(
                        window.getCostNanoUsd() / NANOS_PER_UNIT, window.getUnpricedCalls() > 0, window.getCalls());
    }

    private static Observation costPerCall(WindowStats window) {
        long priced = window.getCalls() - window.getUnpricedCalls();
        return priced <= 0
                ? new Observation.Unknown(0)
                : new Observation.Amount(window.getCostNanoUsd() / NANOS_PER_UNIT / priced, false, priced);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
