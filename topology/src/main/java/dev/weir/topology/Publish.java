package dev.weir.topology;

import dev.weir.schemas.Topic;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.Publication;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** The steps {@code publish-…}: windows and progress as the contract has them. */
final class Publish<A> extends ContextualProcessor<String, Publication<A>, String, byte[]> {

    private final AvroCodec codec;
    private final Topic topic;
    private final Function<Published<A>, ? extends SpecificRecord> toRecord;

    Publish(AvroCodec codec, Topic topic, Function<Published<A>, ? extends SpecificRecord> toRecord) {
        this.codec = codec;
        this.topic = topic;
        this.toRecord = toRecord;
    }

    @Override
    public void process(Record<String, Publication<A>> record) {
        if (record.value() instanceof Publication.Window<A> window) {
            forward(record, toRecord.apply(window.window()));
        } else if (record.value() instanceof Publication.Progress<A> progress) {
            forward(record, describe(progress));
        }
    }

    private void forward(Record<String, Publication<A>> record, SpecificRecord published) {
        context().forward(record.withValue(codec.encode(topic, published)));
    }

    private static Progress describe(Publication.Progress<?> progress) {
        return Progress.newBuilder()
                .setPartition(progress.partition())
                .setFrontier(Instant.ofEpochMilli(progress.frontier()))
                .setCompleteUntil(Instant.ofEpochMilli(progress.completeUntil()))
                .setEnded(progress.ended())
                .build();
    }
}
