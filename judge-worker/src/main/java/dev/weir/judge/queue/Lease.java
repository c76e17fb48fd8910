package dev.weir.judge.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that is ours until it is accepted, released or lost.
 *
 * @param delivery how often it has been delivered, 1 or more
 * @param last true when the delivery limit is reached: give a final outcome now
 */
public record Lease(ConsumerRecord<byte[], byte[]> record, int delivery, boolean last) {

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Topic, partition and offset, for messages. */
    public String origin() {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
