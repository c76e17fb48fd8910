package dev.weir.topology.sampling;

import dev.weir.schemas.SeriesKey;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.enrich.ErrorClass;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The sampling decision inside a step, with its rates in a store: whether a call is judged is decided once, when it is
 * read, from the call and the rates of its source partition, and the decision travels with the call. Rates move with
 * arrival times, so a replay decides the same. They are written once a tick: a crash loses the counts of the tick it falls
 * into, which makes the next rate a little staler and no weight wrong. Not thread-safe.
 */
public final class SamplingStep {

    private static final byte[] KEY = {0};

    private final SamplingConfig config;
    private final CallSampler sampler;
    private final int partitions;
    private final String storeName;
    private @Nullable KeyValueStore<byte[], byte[]> store;
    private @Nullable EqualVolume volumes;
    private long tick = Long.MIN_VALUE;

    /** @param partitions of the source, which share a route's target of judged calls */
    public SamplingStep(SamplingConfig config, int partitions, String storeName) {
        this.config = config;
        this.sampler = new CallSampler(config);
        this.partitions = partitions;
        this.storeName = storeName;
    }

    /** Reads the rates as they were committed. */
    public void open(ProcessorContext<?, ?> context) {
        store = context.getStateStore(storeName);
        tick = Long.MIN_VALUE;
        volumes = null;
        if (config.judgedPerRoutePerDay() > 0) {
            volumes = new EqualVolume(config, partitions);
            volumes.restore(store.get(KEY));
        }
    }

    public Decision decide(SeriesKey series, CallView event, Enrichment enrichment, long arrivalMillis) {
        SampledCall call = new SampledCall(
                enrichment.errorClass() != ErrorClass.NONE,
                enrichment.refusal() != null,
                config.isSlow(event.durationMicros()), // absent is less than any duration
                !enrichment.safetyHits().isEmpty());
        double u = sampler.draw(event.bytes(), event.traceIdOffset(), event.traceIdLength());
        return sampler.decide(call, baseRate(series.route(), arrivalMillis), u);
    }

    private double baseRate(String route, long arrivalMillis) {
        EqualVolume steered = volumes;
        if (steered == null || store == null) {
            return config.baseRateFor(route);
        }
        double rate = steered.rateFor(route, arrivalMillis);
        steered.count(route, arrivalMillis);
        long now = Math.floorDiv(arrivalMillis, EqualVolume.TICK.toMillis());
        if (now != tick) {
            tick = now;
            store.put(KEY, steered.encode());
        }
        return rate;
    }
}
