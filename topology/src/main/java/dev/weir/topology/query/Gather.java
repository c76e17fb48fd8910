package dev.weir.topology.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.supervision.SupervisedLoop;
import dev.weir.topology.ReadableStores;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.commit.DamagedStores;
import dev.weir.topology.commit.Uncommitted;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Questions to a store as a whole: which partitions they need, where copies of them are, and the answers together. One
 * hop: a peer answers only for itself, whatever it is asked.
 */
final class Gather implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARTITIONS = "partitions";
    private static final int MOST_PARTITIONS = 1_000;

    private final KafkaStreams streams;
    private final CopyAges ages;
    private final ReadableStores stores;
    private final LocalWindows local;
    private final Fan fan;
    private final Peers peers;
    private final Set<Integer> all;

    Gather(
            KafkaStreams streams,
            ReadableStores stores,
            DamagedStores damaged,
            Peers peers,
            HostInfo self,
            int partitions,
            Clock clock) {
        Uncommitted uncommitted = stores.uncommitted();
        this.streams = streams;
        this.stores = stores;
        streams.setStandbyUpdateListener(new FilledCopies(uncommitted));
        this.ages = new CopyAges(streams, clock);
        this.local = new LocalWindows(streams, uncommitted, ages, damaged, clock);
        this.fan = new Fan(new StreamsWhereabouts(streams), self);
        this.peers = peers;
        this.all = IntStream.range(0, partitions).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Windows of a range; of one partition where the range is about one key.
     *
     * @throws InvalidStateStoreException if no copy of any partition that is needed can be reached
     */
    Gathered<List<StoredWindow>> windows(WindowStores stores, WindowRange range) {
        Set<Integer> wanted =
                range.onlyKey().map(key -> Set.of(partitionOf(key))).orElse(all);
        return ask(
                        stores.windows(),
                        wanted,
                        new Put<>(
                                here -> local.read(stores, here, range),
                                "windows/" + stores.windows(),
                                range.toParameters(),
                                StoredWindow::fromBytes))
                .map(parts -> parts.stream().flatMap(List::stream).toList());
    }

    private int partitionOf(String key) {
        return new KeyPartitioner<String>()
                .partitions("", key, "", all.size())
                .orElseThrow()
                .iterator()
                .next();
    }

    /** The distinct keys of a kind of windows; errors as for windows. */
    Gathered<Set<String>> keys(WindowStores stores) {
        return ask(
                        stores.windows(),
                        all,
                        new Put<>(
                                here -> local.keys(stores, here),
                                "keys/" + stores.windows(),
                                Map.of(),
                                body -> parse(body, new TypeReference<Set<String>>() {})))
                .map(parts -> parts.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Since when each view is whole, by name; see {@link ViewChoice}. None where a partition cannot be asked, or an instance
     * knows no views; errors as for windows.
     */
    Map<String, Long> views(WindowStores stores) {
        Gathered<List<Map<String, Long>>> views = ask(
                stores.windows(),
                all,
                new Put<>(
                        here -> local.views(stores, here),
                        "views/" + stores.windows(),
                        Map.of(),
                        body -> parse(body, new TypeReference<Map<String, Long>>() {})));
        return views.missing().isEmpty() ? ViewChoice.inAll(views.value()) : Map.of();
    }

    /** Starts of the newest minutes of each partition, {@link LocalWindows#NONE} where there is none; errors as for windows. */
    Gathered<List<Long>> newest(WindowStores stores) {
        return ask(
                stores.windows(),
                all,
                new Put<>(
                        here -> local.newest(stores, here),
                        "newest/" + stores.windows(),
                        Map.of(),
                        body -> parse(body, new TypeReference<Long>() {})));
    }

    /** The counters of a store, summed by name; errors as for windows. */
    Gathered<Map<String, Long>> counters(String store) {
        return ask(
                        store,
                        all,
                        new Put<>(
                                here -> local.counters(store, here),
                                "counters/" + store,
                                Map.of(),
                                body -> parse(body, new TypeReference<Map<String, Long>>() {})))
                .map(Gather::sums);
    }

    /** The stores of counters that the topology has. */
    List<String> counterStores() {
        return stores.counters();
    }

    /** The counters of the active copies that this instance holds, summed by name. */
    Map<String, Long> countersHere(String store) {
        return sums(whileRunning(() -> local.counters(store, all)).stream()
                .filter(part -> part.staleMillis() == 0)
                .map(Part::value)
                .toList());
    }

    /** Kafka Streams refuses questions with one exception whether it is closing or misused. */
    private <T> T whileRunning(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            if (streams.state().isRunningOrRebalancing()) {
                throw e;
            }
            throw new InvalidStateStoreException("the application is " + streams.state(), e);
        }
    }

    private static Map<String, Long> sums(List<Map<String, Long>> parts) {
        Map<String, Long> sums = new TreeMap<>();
        parts.forEach(part -> part.forEach((name, count) -> sums.merge(name, count, Math::addExact)));
        return sums;
    }

    private <T> Gathered<List<T>> ask(String store, Set<Integer> wanted, Put<T> question) {
        Map<Integer, Part<T>> parts = whileRunning(() -> fan.ask(store, wanted, question.through(peers)));
        if (parts.isEmpty()) {
            throw new InvalidStateStoreException("no copy of any partition of " + store + " can be reached");
        }
        Set<Integer> missing = new TreeSet<>(wanted);
        missing.removeAll(parts.keySet());
        return new Gathered<>(
                parts.values().stream().map(Part::value).toList(),
                missing,
                parts.values().stream().mapToLong(Part::staleMillis).max().orElse(0));
    }

    /** One question, as this instance answers it and as it is put to another. */
    private record Put<T>(
            Function<Set<Integer>, List<Part<T>>> here,
            String path,
            Map<String, String> parameters,
            Function<byte[], T> read) {

        Fan.Asking<T> through(Peers peers) {
            return new Fan.Asking<>() {
                @Override
                public List<Part<T>> here(Set<Integer> partitions) {
                    return here.apply(partitions);
                }

                @Override
                public CompletableFuture<List<Part<T>>> there(HostInfo host, Set<Integer> partitions) {
                    Map<String, String> all = new TreeMap<>(parameters);
                    all.put(PARTITIONS, partitions.stream().map(String::valueOf).collect(Collectors.joining(",")));
                    return peers.ask(host, path, all).thenApply(body -> Part.fromBytes(body, read));
                }
            };
        }
    }

    /**
     * What a peer is answered: {@code windows/STORE}, {@code keys/STORE}, {@code views/STORE}, {@code newest/STORE} or {@code counters/STORE}, for those of the
     * {@code partitions} it asks for that this instance holds.
     *
     * @throws IllegalArgumentException if it asks for something else
     */
    byte[] answer(String path, Map<String, String> parameters) {
        String[] steps = path.split("/", -1);
        if (steps.length != 2) {
            throw new IllegalArgumentException("path = " + path + ": expected two steps");
        }
        Set<Integer> wanted = partitions(parameters.getOrDefault(PARTITIONS, ""));
        return whileRunning(() -> answer(steps, wanted, parameters));
    }

    private byte[] answer(String[] steps, Set<Integer> wanted, Map<String, String> parameters) {
        return switch (steps[0]) {
            case "windows" ->
                Part.toBytes(
                        local.read(storesOf(steps[1]), wanted, WindowRange.fromParameters(parameters)),
                        StoredWindow::toBytes);
            case "keys" -> Part.toBytes(local.keys(storesOf(steps[1]), wanted), Gather::write);
            case "views" -> Part.toBytes(local.views(storesOf(steps[1]), wanted), Gather::write);
            case "newest" -> Part.toBytes(local.newest(storesOf(steps[1]), wanted), Gather::write);
            case "counters" -> {
                if (!stores.counters().contains(steps[1])) {
                    throw new IllegalArgumentException("store = " + steps[1] + ": expected a counter store");
                }
                yield Part.toBytes(local.counters(steps[1], wanted), Gather::write);
            }
            default ->
                throw new IllegalArgumentException(
                        "path = " + steps[0] + ": expected windows, keys, views, newest or counters");
        };
    }

    private Set<Integer> partitions(String text) {
        if (!text.matches("\\d{1,4}(,\\d{1,4}){0," + (MOST_PARTITIONS - 1) + "}")) {
            throw new IllegalArgumentException("partitions = " + text + ": expected numbers, comma-separated");
        }
        return Arrays.stream(text.split(",", -1))
                .map(Integer::valueOf)
                .filter(all::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The thread that looks at the ages of the copies. */
    SupervisedLoop loop() {
        return ages.loop();
    }

    @Override
    public void close() {
        ages.close();
    }

    private WindowStores storesOf(String name) {
        for (WindowStores of : stores.windows()) {
            if (of.windows().equals(name)) {
                return of;
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
