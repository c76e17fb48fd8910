package dev.weir.topology.quality;

import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.ingest.Forwarding;
import dev.weir.topology.ingest.Ingested;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The step {@code notice-sampled}: tells the quality windows which calls were taken, so that they know what is
 * outstanding and how large the sample was meant to be.
 */
public final class NoticeSampled {

    private NoticeSampled() {}

    public static ProcessorSupplier<String, Ingested, String, byte[]> supplier() {
        return () -> new Forwarding((call, to) -> {
            if (call.sampling().sampled()) {
                QualityAggregate sampled =
                        QualityAggregate.ofSampled(call.sampling().weight());
                to.accept(call.series().text(), Routed.partial(call.eventMillis(), sampled));
            }
        });
    }
}
