package dev.weir.topology.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Fixture;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.spend.SpendAggregate.Reconciled;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficCounting;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What calls with and without a price, and with and without a reported cost, add to spend and to series. */
class CountSpendTest {

    private final SpendAggregate spend = new SpendAggregate();
    private final TrafficAggregate traffic = new TrafficAggregate();

    private void add(TraceEvent.Builder event) {
        Ingested.Call call = TrafficCounting.call(event);
        CountSpend.add(call, spend);
        TrafficCounting.add(call, traffic);
    }

    private static TraceEvent.Builder call(String model) {
        return Fixture.call().setRequestModel(model).setInputTokens(1_000L).setOutputTokens(100L);
    }

    @Test
    void bothFigures_areComparedOnlyWhereBothAreKnown() {
        add(call("gpt-4o"));
        add(call("gpt-4o").setCostUsd(0.004));
        add(call("nobody-knows-me").setCostUsd(9.0));
        add(call("nobody-knows-me").setCostUsd(Double.NaN));
        add(call("gpt-4o").setCostUsd(-1.0));
        add(call("gpt-4o").setCostUsd(1e300));

        assertEquals(new Reconciled(1, 3_500_000, 4_000_000), spend.reconciled());
        assertEquals(1, traffic.reconciledCalls());
        assertEquals(3_500_000, traffic.count(Count.RECONCILED_COST_NANO_USD));
        assertEquals(4_000_000, traffic.reconciledReportedNanoUsd());
        assertEquals(9_004_000_000L, traffic.count(Count.REPORTED_COST_NANO_USD));
    }

    @Test
    void sumsUnderOtherPrices_areTakenOver_fromAsManyCallsAndTokens() {
        add(call("gpt-4o").setCostUsd(0.004));
        add(call("nobody-knows-me").setCostUsd(0.001));
        Ingested.Call cheap = TrafficCounting.call(call("gpt-4o-mini").setCostUsd(0.004));
        SpendAggregate spendAnew = new SpendAggregate();
        TrafficAggregate trafficAnew = new TrafficAggregate();
        CountSpend.add(cheap, spendAnew);
        TrafficCounting.add(cheap, trafficAnew);
        assertNull(spend.differenceTo(spendAnew), "one call is missing");
        assertNull(traffic.differenceTo(trafficAnew), "one call is missing");

        Ingested.Call found = TrafficCounting.call(call("gpt-4o").setCostUsd(0.001));
        CountSpend.add(found, spendAnew);
        TrafficCounting.add(found, trafficAnew);
        spend.mergeWith(Objects.requireNonNull(spend.differenceTo(spendAnew)));
        traffic.mergeWith(Objects.requireNonNull(traffic.differenceTo(trafficAnew)));

        assertEquals(2, spend.calls());
        assertEquals(0, spend.unpricedCalls());
        assertEquals(3_500_000 + 210_000, spend.costNanoUsd());
        assertEquals(new Reconciled(2, 3_710_000, 5_000_000), spend.reconciled());
        for (Count count : Count.values()) {
            assertEquals(trafficAnew.count(count), traffic.count(count), count.name());
        }
    }

    @Test
    void tokensOfUnpricedCalls_areCountedApart() {
        add(call("gpt-4o"));
        add(call("nobody-knows-me"));
        add(Fixture.call().setRequestModel("gpt-4o").setInputTokens(7L));

        assertEquals(2, traffic.count(Count.UNPRICED_CALLS));
        assertEquals(1_007, traffic.count(Count.UNPRICED_INPUT_TOKENS));
        assertEquals(100, traffic.count(Count.UNPRICED_OUTPUT_TOKENS));
        assertEquals(2_007, traffic.count(Count.INPUT_TOKENS));
    }

    @Test
    void whatIsWritten_isReadAgainAndMerged() {
        add(call("gpt-4o").setCostUsd(0.004));
        byte[] bytes = spend.toBytes();
        spend.mergeFrom(new WireReader(bytes));

        assertEquals(new Reconciled(2, 7_000_000, 8_000_000), spend.reconciled());
        assertEquals(2, spend.calls());
        spend.clear();
        assertEquals(Reconciled.NONE, spend.reconciled());
    }

    @Test
    void formerVersion_isStillRead() {
        byte[] former = new WireWriter()
                .writeByte(1)
                .writeLong(3)
                .writeLong(1)
                .writeLong(500)
                .writeLong(10)
                .writeLong(20)
                .toBytes();
        spend.mergeFrom(new WireReader(former));

        assertEquals(3, spend.calls());
        assertEquals(20, spend.outputTokens());
        assertEquals(Reconciled.NONE, spend.reconciled());
    }
}
