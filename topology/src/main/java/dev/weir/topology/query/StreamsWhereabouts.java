package dev.weir.topology.query;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the last rebalance told this instance. An instance that was killed stands in it until its session ends; unknown
 * ones have the port -1.
 */
final class StreamsWhereabouts implements Whereabouts {

    private final KafkaStreams streams;

    StreamsWhereabouts(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public List<HostInfo> active(String store, int partition) {
        KeyQueryMetadata metadata = metadata(store, partition);
        return metadata == null ? List.of() : known(List.of(metadata.activeHost()));
    }

    @Override
    public List<HostInfo> standbys(String store, int partition) {
        KeyQueryMetadata metadata = metadata(store, partition);
        return metadata == null ? List.of() : known(metadata.standbyHosts());
    }

    private @Nullable KeyQueryMetadata metadata(String store, int partition) {
        // The key is not looked at: a partition is asked for, whatever keys it has.
        StreamPartitioner<byte[], Object> it = (topic, key, value, partitions) -> Optional.of(Set.of(partition));
        KeyQueryMetadata metadata = streams.queryMetadataForKey(store, new byte[0], it);
        return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE) ? null : metadata;
    }

    @Override
    public Set<HostInfo> everybody() {
        return Set.copyOf(known(streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .collect(Collectors.toSet())));
    }

    private static List<HostInfo> known(Collection<HostInfo> hosts) {
        return hosts.stream().filter(host -> host.port() > 0).toList();
    }
}
