package dev.weir.topology.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Partitions by key as Kafka's producers do, with two exceptions that start with {@code '~'}: a frontier goes to every
 * partition, and a progress marker to the partition that its key names. Names that users choose never start so.
 */
public final class KeyPartitioner<V> implements StreamPartitioner<String, V> {

    /** Key of a record that goes to every partition. */
    public static final String EVERY_PARTITION = "~every";

    private static final String ONE_PARTITION = "~partition/";

    /** Key of a record that goes to one partition. */
    public static String toPartition(int partition) {
        return ONE_PARTITION + partition;
    }

    /** The partition of a key among so many. */
    public static int partitionOf(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, V value, int partitions) {
        if (key.equals(EVERY_PARTITION)) {
            return Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
        }
        if (key.startsWith(ONE_PARTITION)) {
            return Optional.of(Set.of(Integer.parseInt(key.substring(ONE_PARTITION.length()))));
        }
        return Optional.of(Set.of(partitionOf(key, partitions)));
    }
}
