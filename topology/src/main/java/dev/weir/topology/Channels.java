package dev.weir.topology;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Publication;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.record.DeadLetter;
import dev.weir.topology.record.RefusedRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * How records enter the topology, move between its tasks and leave it.
 *
 * @param codec writes what leaves as Avro
 * @param partitions of every topic
 */
record Channels(AvroCodec codec, int partitions) {

    static final Serde<String> TEXT = Serdes.String();
    static final Serde<byte[]> BYTES = Serdes.ByteArray();

    static KStream<byte[], byte[]> source(StreamsBuilder builder, Topic topic, String name) {
        return builder.stream(topic.name(), Consumed.with(BYTES, BYTES).withName(name));
    }

    /** What came to a key's task from inside, and what somebody says its windows should be. */
    static KStream<String, byte[]> restated(
            StreamsBuilder builder, KStream<String, byte[]> inside, Topic restatements, String what) {
        return inside.merge(
                builder.stream(restatements.name(), Consumed.with(TEXT, BYTES).withName(what + "-restatements")),
                Named.as("counted-and-restated-" + what));
    }

    /** What restated windows change of their rollups, to the tasks of these. */
    static <A> void adjust(KStream<String, Publication<A>> merged, Topic restatements, String what) {
        merged.flatMapValues(Publication::adjustments, Named.as(what + "-adjustments"))
                .to(restatements.name(), Produced.with(TEXT, BYTES).withName("adjusted-" + what));
    }

    /** To the task that owns each record's key. */
    KStream<String, byte[]> by(String key, KStream<String, byte[]> routed) {
        return routed.repartition(Repartitioned.with(TEXT, BYTES)
                .withName("by-" + key)
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(new KeyPartitioner<>()));
    }

    /** Windows to the topic that publishes them. */
    <A extends Mergeable<A>> void publish(KStream<String, Publication<A>> windows, WindowKind<A> kind) {
        Topic topic = kind.published();
        windows.process(() -> new Publish<>(codec, topic, kind.toRecord()), Named.as("publish-" + kind.name()))
                .to(
                        topic.name(),
                        Produced.with(TEXT, BYTES)
                                .withName("window-" + kind.name())
                                .withStreamPartitioner(new KeyPartitioner<>()));
    }

    /** Records that cannot be read to the dead letters. */
    static void deadLetter(KStream<String, RefusedRecord> refused, String what) {
        refused.process(DeadLetter::new, Named.as("dead-letter-" + what))
                .to(Topics.DEAD_LETTERS.name(), Produced.with(BYTES, BYTES).withName("dead-" + what));
    }
}
