package dev.weir.topology.ingest;

import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Routed;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A step that makes routed values of calls and sends frontiers on to every partition behind them, so that a frontier
 * never overtakes a call that it covers.
 */
public final class Forwarding extends ContextualProcessor<String, Ingested, String, byte[]> {

    /** What a step makes of one call: any number of keyed values. */
    public interface Step extends BiConsumer<Ingested.Call, BiConsumer<String, Routed>> {}

    private final Step step;

    public Forwarding(Step step) {
        this.step = step;
    }

    @Override
    public void process(Record<String, Ingested> record) {
        if (record.value() instanceof Ingested.Call call) {
            step.accept(
                    call, (key, routed) -> context().forward(record.withKey(key).withValue(routed.toBytes())));
        } else if (record.value() instanceof Ingested.Frontier frontier) {
            Routed routed = new Routed.Frontier(frontier.sourcePartition(), frontier.millis());
            context().forward(record.withKey(KeyPartitioner.EVERY_PARTITION).withValue(routed.toBytes()));
        }
    }
}
