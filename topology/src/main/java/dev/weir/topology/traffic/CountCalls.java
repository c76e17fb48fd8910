package dev.weir.topology.traffic;

import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.ErrorClass;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.ReportedCost;
import dev.weir.topology.price.TokenParts;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import java.util.List;

/** What a call adds to its series window. */
final class CountCalls {

    private final List<Threshold> thresholds;

    /** A latency whose exceedances are counted. */
    private record Threshold(String name, boolean ofTimeToFirstToken, long micros) {}

    CountCalls(List<SlowerThan> thresholds) {
        this.thresholds = thresholds.stream()
                .map(one -> new Threshold(one.name(), one.ofTimeToFirstToken(), one.micros()))
                .toList();
    }

    void add(Call call, TrafficAggregate to) {
        to.add(Count.CALLS, 1);
        countTokens(call, to);
        countMoney(call, to);
        countLatency(call, to);
        countOutcome(call, to);
        countSampling(call, to);
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
        long reported = ReportedCost.nanoUsd(call.event().costUsd());
        if (reported != ReportedCost.NONE) {
            one.add(Count.REPORTED_COST_CALLS, 1);
            one.add(Count.REPORTED_COST_NANO_USD, reported);
        }
        if (call.enrichment().price() instanceof Price.Priced priced) {
            one.add(Count.COST_NANO_USD, priced.nanoUsd());
            if (reported != ReportedCost.NONE) {
                one.add(Count.RECONCILED_COST_NANO_USD, priced.nanoUsd());
            }
        } else {
            one.add(Count.UNPRICED_CALLS, 1);
            one.add(Count.UNPRICED_INPUT_TOKENS, Math.max(0, call.event().inputTokens()));
            one.add(Count.UNPRICED_OUTPUT_TOKENS, Math.max(0, call.event().outputTokens()));
            if (reported != ReportedCost.NONE) {
                one.add(Count.UNPRICED_REPORTED_CALLS, 1);
                one.add(Count.UNPRICED_REPORTED_NANO_USD, reported);
            }
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
        for (Threshold threshold : thresholds) {
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
            one.exemplars().addSlow(latency, () -> exemplar(call, latency));
        }
        if (error != ErrorClass.NONE) {
            one.exemplars().addError(exemplar(call, latency));
        }
        if (call.enrichment().refusal() != null) {
            one.addRefusal(call.enrichment().refusal().wireName());
            one.exemplars().addRefusal(exemplar(call, latency));
        }
    }

    private static Exemplars.Call exemplar(Call call, long latency) {
        return new Exemplars.Call(
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
