package dev.weir.topology;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.ingest.CallReader;
import dev.weir.topology.ingest.EventTimeBounds;
import dev.weir.topology.ingest.Intake;
import dev.weir.topology.price.Prices;
import dev.weir.topology.record.RecordDecoder;

/** What reads calls under some settings. */
final class CallIntake {

    private CallIntake() {}

    /** For one task. */
    static Intake of(MonitoringConfig config, AvroCodec codec, Prices prices) {
        return new Intake(
                new RecordDecoder<>(codec, TraceEvent.class, config.registryPatience()),
                new CallReader(config.seriesVersion()),
                new CallEnricher(prices, config.enrich()),
                config.clock() == ArrivalClock.ANALYSIS
                        ? EventTimeBounds.NONE
                        : new EventTimeBounds(config.maxAge(), config.maxAhead()));
    }
}
