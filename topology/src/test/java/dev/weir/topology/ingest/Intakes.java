package dev.weir.topology.ingest;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.EnrichConfig;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.Prices;
import dev.weir.topology.record.RecordDecoder;
import java.time.Duration;

/** Intakes for tests: two hours of age, a minute ahead. */
final class Intakes {

    static final Duration MAX_AGE = Duration.ofHours(2);
    static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    private Intakes() {}

    static Intake of(AvroCodec codec) {
        return of(codec, PriceBooks.bundled());
    }

    static Intake of(AvroCodec codec, Prices prices) {
        return new Intake(
                new RecordDecoder<>(codec, TraceEvent.class, Duration.ZERO),
                new CallReader(SeriesVersion.VARIANT_OR_PROMPT),
                new CallEnricher(prices, EnrichConfig.DEFAULT),
                new EventTimeBounds(MAX_AGE, MAX_AHEAD));
    }
}
