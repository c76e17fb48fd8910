package dev.weir.topology.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.MergeableContract;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import dev.weir.topology.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrafficAggregateTest extends MergeableContract<TrafficAggregate> {

    private static final String[] REASONS = {"stop", "length", "tool_calls"};

    @Override
    protected AggregateType<TrafficAggregate> type() {
        return TrafficAggregate.TYPE;
    }

    @Override
    protected TrafficAggregate part(Random random) {
        TrafficAggregate one = new TrafficAggregate();
        one.add(Count.CALLS, 1);
        one.add(Count.COST_NANO_USD, random.nextInt(1_000_000));
        long latency = random.nextInt(50) * 100_000L;
        one.add(Length.LATENCY_MICROS, latency);
        one.add(Length.OUTPUT_TOKENS, random.nextInt(4_000));
        one.addFinishReason(REASONS[random.nextInt(REASONS.length)]);
        one.addSlowerThan("latency_ms>1000", latency > 1_000_000);
        Exemplars.Call ids = new Exemplars.Call("trace-" + random.nextInt(30), "span", latency);
        one.exemplars().addSlow(latency, () -> ids);
        if (random.nextInt(5) == 0) {
            one.exemplars().addError(ids);
        }
        if (random.nextInt(7) == 0) {
            one.addRefusal("text");
            one.exemplars().addRefusal(ids);
        }
        return one;
    }

    @Test
    void sumBeyondALong_staysAtItsEnd_inWhateverOrder() {
        TrafficAggregate sum = new TrafficAggregate();
        for (int i = 0; i < 3; i++) {
            TrafficAggregate one = new TrafficAggregate();
            one.add(Count.CALLS, 1);
            one.add(Count.COST_NANO_USD, Long.MAX_VALUE / 2);
            sum.mergeWith(TrafficAggregate.TYPE.read(new WireReader(one.toBytes())));
        }

        assertEquals(Long.MAX_VALUE, sum.count(Count.COST_NANO_USD));
        assertEquals(3, sum.count(Count.CALLS));
    }

    /** Numbers that stored state holds: a name may be added at the end, none may be moved. */
    @Test
    void everyCountAndLength_hasTheNumberThatStateHolds() {
        assertEquals(
                List.of(
                        Count.CALLS,
                        Count.HARD_ERRORS,
                        Count.SOFT_ERRORS,
                        Count.INPUT_TOKENS,
                        Count.OUTPUT_TOKENS,
                        Count.CACHED_INPUT_TOKENS,
                        Count.CACHE_WRITE_INPUT_TOKENS,
                        Count.REASONING_OUTPUT_TOKENS,
                        Count.UNMEASURED_CALLS,
                        Count.COST_NANO_USD,
                        Count.UNPRICED_CALLS,
                        Count.REPORTED_COST_NANO_USD,
                        Count.REPORTED_COST_CALLS,
                        Count.SAMPLED_CALLS,
                        Count.SAMPLED_WEIGHT,
                        Count.SAMPLED_WEIGHT_VARIANCE,
                        Count.ELIGIBLE_CALLS,
                        Count.UNPRICED_INPUT_TOKENS,
                        Count.UNPRICED_OUTPUT_TOKENS,
                        Count.RECONCILED_COST_NANO_USD,
                        Count.UNPRICED_REPORTED_CALLS,
                        Count.UNPRICED_REPORTED_NANO_USD),
                Arrays.stream(Count.values())
                        .sorted(Comparator.comparingInt(count -> count.number))
                        .toList());
        assertEquals(
                List.of(
                        Length.LATENCY_MICROS,
                        Length.TTFT_MICROS,
                        Length.TBT_MICROS,
                        Length.INPUT_TOKENS,
                        Length.OUTPUT_TOKENS),
                Arrays.stream(Length.values())
                        .sorted(Comparator.comparingInt(length -> length.number))
                        .toList());
        for (int i = 0; i < Count.values().length; i++) {
            int number = i;
            assertTrue(Arrays.stream(Count.values()).anyMatch(count -> count.number == number), "a gap at " + i);
        }
    }

    @Test
    void exemplars_areTheThreeSlowest_andTheFirstByIdOfTheOthers() {
        TrafficAggregate traffic = new TrafficAggregate();
        for (int i = 0; i < 10; i++) {
            int latency = i;
            traffic.exemplars().addSlow(latency, () -> new Exemplars.Call("t" + latency, "s", latency));
            traffic.exemplars().addError(new Exemplars.Call("t" + (9 - i), "s", 1));
        }
        List<String> kept = new ArrayList<>();
        traffic.exemplars().forEach((reason, call) -> kept.add(reason + " " + call.traceId()));
        assertEquals(List.of("slow t9", "slow t8", "slow t7", "error t0"), kept);
    }

    @Test
    void thresholdThatNoCallPassed_isKnownToHaveBeenLookedAt() {
        TrafficAggregate traffic = new TrafficAggregate();
        traffic.addSlowerThan("latency_ms>1000", false);
        TrafficAggregate read = TrafficAggregate.TYPE.read(new WireReader(traffic.toBytes()));
        assertEquals(0L, read.slowerThan().get("latency_ms>1000"));
    }
}
