package dev.weir.topology.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.MergeableContract;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import dev.weir.topology.wire.WireReader;
import java.util.ArrayList;
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
