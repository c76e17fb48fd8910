package dev.weir.topology.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Partitions by key as Kafka's producers do, with one exception that starts with {@code '~'}: a batch of partials or a
 * progress marker goes to the partition that its key names. Names that users choose never start so.
 */
public final class KeyPartitioner<V> implements StreamPartitioner<String, V> {

    private static final String ONE_PARTITION = "~partition/";

    /** Key of a record that goes to one partition. */
    public static String toPartition(int partition) {
        return ONE_PARTITION + partition;
    }

    /** The partition of a key among so many. */
    static int partitionOf(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** How keys are spread over so many partitions. */
    public static Partials.Spread spread(int partitions) {
        return new Partials.Spread(partitions, key -> partitionOf(key, partitions));
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, V value, int partitions) {
        if (key.startsWith(ONE_PARTITION)) {
            return Optional.of(Set.of(Integer.parseInt(key.substring(ONE_PARTITION.length()))));
        }
        return Optional.of(Set.of(partitionOf(key, partitions)));
    }
}
