package dev.weir.topology.traffic;

import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.ErrorClass;
import dev.weir.topology.enrich.Price;
import dev.weir.topology.enrich.TokenParts;
import dev.weir.topology.ingest.Forwarding;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** The step {@code count-calls}: makes one partial aggregate of each call, keyed by its series. */
public final class CountCalls {

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

    private final List<SlowerThan> thresholds;

    CountCalls(List<SlowerThan> thresholds) {
        this.thresholds = List.copyOf(thresholds);
    }

    /** @param thresholds the latencies whose exact exceedance counts the rules need */
    public static ProcessorSupplier<String, Ingested, String, byte[]> supplier(List<SlowerThan> thresholds) {
        CountCalls step = new CountCalls(thresholds);
        return () -> new Forwarding(
                (call, to) -> to.accept(call.series().text(), Routed.partial(call.eventMillis(), step.count(call))));
    }

    TrafficAggregate count(Call call) {
        TrafficAggregate one = new TrafficAggregate();
        one.add(Count.CALLS, 1);
        countTokens(call, one);
        countMoney(call, one);
        countLatency(call, one);
        countOutcome(call, one);
        countSampling(call, one);
        return one;
    }

    private static void countTokens(Call call, TrafficAggregate one) {
        long input = call.event().inputTokens();
        long output = call.event().outputTokens();
        if (input == CallView.ABSENT || output == CallView.ABSENT) {
            one.add(Count.UNMEASURED_CALLS, 1);
        }
        if (input != CallView.ABSENT) {
            one.add(Count.INPUT_TOKENS, input);
            one.add(Length.INPUT_TOKENS, input);
        }
        if (output != CallView.ABSENT) {
            one.add(Count.OUTPUT_TOKENS, output);
            one.add(Length.OUTPUT_TOKENS, output);
        }
        if (call.enrichment().tokens() instanceof TokenParts.Parts parts) {
            one.add(Count.CACHED_INPUT_TOKENS, parts.cacheRead());
            one.add(Count.CACHE_WRITE_INPUT_TOKENS, parts.cacheWrite());
            one.add(Count.REASONING_OUTPUT_TOKENS, parts.reasoningOutput());
        }
    }

    private static void countMoney(Call call, TrafficAggregate one) {
        if (call.enrichment().price() instanceof Price.Priced priced) {
            one.add(Count.COST_NANO_USD, priced.nanoUsd());
        } else {
            one.add(Count.UNPRICED_CALLS, 1);
        }
        double reported = call.event().costUsd();
        if (Double.isFinite(reported) && reported >= 0) {
            one.add(Count.REPORTED_COST_CALLS, 1);
            one.add(
                    Count.REPORTED_COST_NANO_USD,
                    BigDecimal.valueOf(reported)
                            .multiply(NANO)
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .longValueExact());
        }
    }

    private void countLatency(Call call, TrafficAggregate one) {
        long latency = call.event().durationMicros();
        long ttft = call.ttftMicros();
        if (latency != CallView.ABSENT) {
            one.add(Length.LATENCY_MICROS, latency);
        }
        if (ttft >= 0) {
            one.add(Length.TTFT_MICROS, ttft);
        }
        long tokens = call.event().outputTokens();
        if (latency != CallView.ABSENT && ttft >= 0 && tokens > 1) {
            one.add(Length.TBT_MICROS, (latency - ttft) / (tokens - 1));
        }
        for (SlowerThan threshold : thresholds) {
            long value = threshold.ofTimeToFirstToken() ? ttft : latency;
            if (value >= 0) {
                one.addSlowerThan(threshold.name(), value > threshold.micros());
            }
        }
    }

    private static void countOutcome(Call call, TrafficAggregate one) {
        ErrorClass error = call.enrichment().errorClass();
        if (error == ErrorClass.HARD) {
            one.add(Count.HARD_ERRORS, 1);
        } else if (error == ErrorClass.SOFT) {
            one.add(Count.SOFT_ERRORS, 1);
        }
        one.addFinishReason(call.enrichment().finishReason());
        call.enrichment().safetyHits().forEach(one::addSafetyHit);
        long latency = call.event().durationMicros();
        if (latency != CallView.ABSENT) {
            one.exemplars().add(exemplar(Exemplars.SLOW, call, latency));
        }
        if (error != ErrorClass.NONE) {
            one.exemplars().add(exemplar(Exemplars.ERROR, call, latency));
        }
        if (call.enrichment().refusal() != null) {
            one.addRefusal(call.enrichment().refusal().wireName());
            one.exemplars().add(exemplar(Exemplars.REFUSAL, call, latency));
        }
    }

    private static Exemplars.Call exemplar(String reason, Call call, long latency) {
        return new Exemplars.Call(
                reason,
                call.event().traceId(),
                call.event().spanId(),
                latency == CallView.ABSENT ? Exemplars.UNMEASURED : latency);
    }

    private static void countSampling(Call call, TrafficAggregate one) {
        one.add(Count.ELIGIBLE_CALLS, 1);
        if (call.sampling().sampled()) {
            long weight = call.sampling().weight();
            one.add(Count.SAMPLED_CALLS, 1);
            one.add(Count.SAMPLED_WEIGHT, weight);
            one.add(Count.SAMPLED_WEIGHT_VARIANCE, Math.multiplyExact(weight, weight - 1));
        }
    }
}
