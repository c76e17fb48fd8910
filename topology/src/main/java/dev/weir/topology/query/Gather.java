package dev.weir.topology.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.Uncommitted;
import dev.weir.topology.aggregate.WindowStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every instance that holds a part of a store, this one without a detour, and says which partitions nobody
 * answered for. One hop: a peer answers only for itself.
 */
final class Gather {

    private static final Logger LOG = LoggerFactory.getLogger(Gather.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HostInfo NOWHERE = new HostInfo("unavailable", -1);

    private final KafkaStreams streams;
    private final LocalWindows local;
    private final Peers peers;
    private final HostInfo self;
    private final int partitions;

    Gather(KafkaStreams streams, Uncommitted uncommitted, Peers peers, HostInfo self, int partitions) {
        this.streams = streams;
        this.local = new LocalWindows(streams, uncommitted, partitions);
        this.peers = peers;
        this.self = self;
        this.partitions = partitions;
    }

    Gathered<List<StoredWindow>> windows(WindowStores stores, WindowRange range) {
        List<StoredWindow> all = new ArrayList<>();
        Set<Integer> missing = each(stores.windows(), (host, remote) -> {
            if (remote) {
                all.addAll(StoredWindow.fromBytes(peers.ask(host, "windows/" + nameOf(stores), range.toParameters())));
            } else {
                all.addAll(local.read(stores, range));
            }
        });
        return new Gathered<>(all, missing);
    }

    Gathered<Set<String>> keys(WindowStores stores) {
        Set<String> all = new TreeSet<>();
        Set<Integer> missing = each(stores.windows(), (host, remote) -> {
            if (remote) {
                byte[] answer = peers.ask(host, "keys/" + nameOf(stores), Map.of());
                all.addAll(parse(answer, new TypeReference<Set<String>>() {}));
            } else {
                all.addAll(local.keys(stores));
            }
        });
        return new Gathered<>(all, missing);
    }

    Gathered<Map<String, Long>> counters(String store) {
        Map<String, Long> sums = new TreeMap<>();
        Set<Integer> missing = each(store, (host, remote) -> {
            Map<String, Long> counts = remote
                    ? parse(peers.ask(host, "counters/" + store, Map.of()), new TypeReference<Map<String, Long>>() {})
                    : local.counters(store);
            counts.forEach((name, count) -> sums.merge(name, count, Math::addExact));
        });
        return new Gathered<>(sums, missing);
    }

    /** What a peer is answered: {@code windows/NAME}, {@code keys/NAME} or {@code counters/STORE}. */
    byte[] answer(String path, Map<String, String> parameters) {
        String[] steps = path.split("/", -1);
        if (steps.length != 2) {
            throw new IllegalArgumentException("path = " + path + ": expected two steps");
        }
        return switch (steps[0]) {
            case "windows" ->
                StoredWindow.toBytes(local.read(storesOf(steps[1]), WindowRange.fromParameters(parameters)));
            case "keys" -> write(local.keys(storesOf(steps[1])));
            case "counters" -> {
                if (!LocalWindows.counterStores().contains(steps[1])) {
                    throw new IllegalArgumentException("store = " + steps[1] + ": expected a counter store");
                }
                yield write(local.counters(steps[1]));
            }
            default -> throw new IllegalArgumentException("path = " + path + ": expected windows, keys or counters");
        };
    }

    private Set<Integer> each(String store, BiConsumer<HostInfo, Boolean> ask) {
        Set<Integer> missing = IntStream.range(0, partitions).boxed().collect(Collectors.toCollection(HashSet::new));
        Set<Integer> held = local.held(store);
        if (!held.isEmpty()) {
            ask.accept(self, false);
            missing.removeAll(held);
        }
        for (StreamsMetadata instance : streams.streamsMetadataForStore(store)) {
            HostInfo host = instance.hostInfo();
            if (host.equals(self) || host.equals(NOWHERE) || host.port() < 1) {
                continue;
            }
            try {
                ask.accept(host, true);
                missing.removeAll(instance.topicPartitions().stream()
                        .map(TopicPartition::partition)
                        .collect(Collectors.toSet()));
            } catch (Peers.PeerUnreachableException e) {
                LOG.atWarn()
                        .addKeyValue("host", host)
                        .addKeyValue("store", store)
                        .setCause(e)
                        .log("peer did not answer");
            }
        }
        return missing;
    }

    private static String nameOf(WindowStores stores) {
        return stores.windows();
    }

    private static WindowStores storesOf(String name) {
        for (WindowStores stores : List.of(StateStores.SERIES, StateStores.SPEND, StateStores.QUALITY)) {
            if (stores.windows().equals(name)) {
                return stores;
            }
        }
        throw new IllegalArgumentException("store = " + name + ": expected a store of windows");
    }

    private static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing JSON failed", e);
        }
    }

    private static <T> T parse(byte[] answer, TypeReference<T> type) {
        try {
            return JSON.readValue(answer, type);
        } catch (java.io.IOException e) {
            throw new Peers.PeerUnreachableException(
                    "a peer answered with " + new String(answer, StandardCharsets.UTF_8).length()
                            + " characters of no JSON",
                    e);
        }
    }
}
