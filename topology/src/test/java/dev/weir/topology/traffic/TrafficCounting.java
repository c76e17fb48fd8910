package dev.weir.topology.traffic;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.EnrichConfig;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.sampling.Decision;
import java.util.List;

/** Single calls at the bundled prices, and their counting, for tests of other packages. */
public final class TrafficCounting {

    private static final CallEnricher ENRICHER = new CallEnricher(PriceBooks.bundled(), EnrichConfig.DEFAULT);
    private static final Decision NOT_TAKEN = new Decision(false, 1, 0, List.of(), "base", "1");

    private TrafficCounting() {}

    /** The call of an event that is not refused. */
    public static Ingested.Call call(TraceEvent.Builder event) {
        CallView view = Calls.of(event);
        Enrichment enrichment = (Enrichment) ENRICHER.enrich(view, 0);
        return new Ingested.Call(new SeriesKey("t", "", "r", "", "m", ""), view, 0, 0, -1, enrichment, NOT_TAKEN);
    }

    /** Counts a call. */
    public static void add(Ingested.Call call, TrafficAggregate to) {
        new CountCalls(List.of()).add(call, to);
    }
}
