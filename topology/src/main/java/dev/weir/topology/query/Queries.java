package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.ReadableStores;
import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WindowState;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The analysts' side: every question to the state stores, answered for the whole application by any instance. Answers
 * are JSON. Each partition is answered by one copy: the active one, else the youngest other one that can be reached;
 * {@code stale_ms} says how old the oldest of them is: everything committed before that is in the answer, give or take
 * two seconds. {@code partial: true} and the missing partitions are there when no copy of some can be reached. An answer
 * comes within some 5 s whoever is out of reach. What is answered has been committed.
 */
public final class Queries implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> SPEND_BY = Set.of("user", "feature", "tenant", "route", "model");

    private final Gather gather;
    private final Clock clock;

    /**
     * Questions to an application that has not been started yet.
     *
     * @param stores of the topology that the streams run
     * @param self where this instance is reached, as it stands in {@code application.server}
     * @param partitions of every topic
     */
    public Queries(
            KafkaStreams streams, ReadableStores stores, Peers peers, HostInfo self, int partitions, Clock clock) {
        this.gather = new Gather(streams, stores, peers, self, partitions, clock);
        this.clock = clock;
    }

    /** What this instance answers a peer; see {@link Peers}. */
    public byte[] answerPeer(String path, Map<String, String> parameters) {
        return gather.answer(path, parameters);
    }

    /** Every series that has a window. */
    public ObjectNode series() {
        Gathered<Set<String>> keys = gather.keys(StateStores.SERIES);
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("series");
        keys.value().stream()
                .map(SeriesKey::parse)
                .filter(SeriesKey::isSeries)
                .sorted()
                .forEach(series -> {
                    ObjectNode one = list.addObject();
                    for (Dimension dimension : Dimension.values()) {
                        one.put(dimension.wireName(), series.part(dimension));
                    }
                });
        return complete(json, List.of(keys));
    }

    /** Windows of a range, merged to the step and to the parts of the series that are asked for. */
    public ObjectNode windows(Map<String, String> parameters) {
        Question question = Question.parse(parameters, Question.SERIES_PARTS, Question.SERIES_PARTS, clock.instant());
        View view = view(question, StateStores.SERIES, StateStores.QUALITY);
        Gathered<Map<Cell, Merged<TrafficAggregate>>> traffic =
                merge(question, gather.windows(StateStores.SERIES, question.range(view)), TrafficAggregate.TYPE);
        Gathered<Map<Cell, Merged<QualityAggregate>>> quality =
                merge(question, gather.windows(StateStores.QUALITY, question.range(view)), QualityAggregate.TYPE);
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("windows");
        traffic.value()
                .forEach((cell, merged) -> list.add(WindowJson.of(
                        cell.stats(merged, question.step()),
                        cell.quality(quality.value().get(cell), question.step()))));
        return complete(json.put("view", ViewChoice.name(view)), List.of(traffic, quality));
    }

    /** The view whose windows answer a question; nobody is asked where all dimensions are named. */
    private View view(Question question, WindowStores... kinds) {
        Set<Dimension> named = question.named();
        return new View(named).isSeries()
                ? View.SERIES
                : ViewChoice.of(
                        named,
                        question.from(),
                        Arrays.stream(kinds).map(gather::views).toList());
    }

    /** Judged quality of a range, by evaluator and dimension. */
    public ObjectNode quality(Map<String, String> parameters) {
        Question question = Question.parse(parameters, Question.SERIES_PARTS, Question.SERIES_PARTS, clock.instant());
        View view = view(question, StateStores.QUALITY);
        Gathered<Map<Cell, Merged<QualityAggregate>>> quality =
                merge(question, gather.windows(StateStores.QUALITY, question.range(view)), QualityAggregate.TYPE);
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("quality");
        quality.value().forEach((cell, merged) -> {
            WindowQuality window = cell.quality(merged, question.step());
            if (window != null) {
                list.add(WindowJson.quality(window));
            }
        });
        return complete(json.put("view", ViewChoice.name(view)), List.of(quality));
    }

    /** Who spends most in a range: by user, feature, tenant, route or model. */
    public ObjectNode spend(Map<String, String> parameters) {
        Question question = Question.parse(parameters, Set.of("user"), SPEND_BY, clock.instant());
        if (question.by().size() != 1) {
            throw new Question.BadQuestionException(List.of("by: expected one of " + new TreeSet<>(SPEND_BY)));
        }
        String by = question.by().iterator().next();
        Spenders spenders = new Spenders();
        Gathered<List<StoredWindow>> windows = by.equals("user") || by.equals("feature")
                ? addSpenders(question, by, spenders)
                : addSeries(question, by, spenders);
        ObjectNode json = JSON.objectNode().put("by", by);
        spenders.write(json.putArray("spenders"), question.limit());
        return complete(json, List.of(windows));
    }

    /** Models whose calls have no known price in a range, the last day where it is not said, with their calls and tokens. */
    public ObjectNode unpriced(Map<String, String> parameters) {
        Question question = Question.parse(
                UnpricedModels.withDefaults(parameters, clock.instant()),
                Set.of("model"),
                Set.of("model"),
                clock.instant());
        UnpricedModels models = new UnpricedModels();
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SERIES, question.seriesRange());
        for (StoredWindow window : windows.value()) {
            models.add(SeriesKey.parse(window.key().key()).model(), read(window, TrafficAggregate.TYPE));
        }
        ObjectNode json = JSON.objectNode();
        models.write(json.putArray("models"), question.limit());
        return complete(json, List.of(windows));
    }

    private Gathered<List<StoredWindow>> addSpenders(Question question, String by, Spenders spenders) {
        WindowRange range = question.spenderRange(by);
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SPEND, range);
        for (StoredWindow window : windows.value()) {
            spenders.add(window.key(), read(window, SpendAggregate.TYPE));
        }
        return windows;
    }

    private Gathered<List<StoredWindow>> addSeries(Question question, String by, Spenders spenders) {
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SERIES, question.seriesRange());
        Function<SeriesKey, String> name = switch (by) {
            case "tenant" -> SeriesKey::tenant;
            case "route" -> SeriesKey::route;
            default -> SeriesKey::model;
        };
        for (StoredWindow window : windows.value()) {
            TrafficAggregate traffic = read(window, TrafficAggregate.TYPE);
            SpendAggregate spend = SpendAggregate.of(
                    traffic.count(Count.CALLS),
                    traffic.count(Count.UNPRICED_CALLS),
                    traffic.count(Count.COST_NANO_USD),
                    traffic.count(Count.INPUT_TOKENS),
                    traffic.count(Count.OUTPUT_TOKENS),
                    new SpendAggregate.Reconciled(
                            traffic.reconciledCalls(),
                            traffic.count(Count.RECONCILED_COST_NANO_USD),
                            traffic.reconciledReportedNanoUsd()));
            spenders.add(name.apply(SeriesKey.parse(window.key().key())), spend);
        }
        return windows;
    }

    /** The conservation counters of the whole application, by store. */
    public ObjectNode counters() {
        ObjectNode json = JSON.objectNode();
        List<Gathered<Map<String, Long>>> all = new ArrayList<>();
        for (String store : gather.counterStores()) {
            Gathered<Map<String, Long>> counts = gather.counters(store);
            ObjectNode one = json.putObject(store);
            counts.value().forEach(one::put);
            all.add(counts);
        }
        return complete(json, all);
    }

    /**
     * The conservation counters of the tasks that run here, by store and name; over all instances they sum up to those of
     * the application. Reads some 20 entries of each store and partition.
     *
     * @throws InvalidStateStoreException if the application is not running
     */
    public Map<String, Map<String, Long>> countersHere() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        gather.counterStores().forEach(store -> all.put(store, gather.countersHere(store)));
        return all;
    }

    private static ObjectNode complete(ObjectNode json, List<? extends Gathered<?>> answers) {
        Set<Integer> missing = new TreeSet<>();
        answers.forEach(answer -> missing.addAll(answer.missing()));
        json.put("partial", !missing.isEmpty());
        if (!missing.isEmpty()) {
            ArrayNode list = json.putArray("missing_partitions");
            missing.forEach(list::add);
        }
        return json.put(
                "stale_ms",
                answers.stream().mapToLong(Gathered::staleMillis).max().orElse(0));
    }

    @Override
    public void close() {
        gather.close();
    }

    private static <A extends Mergeable<A>> A read(StoredWindow window, AggregateType<A> type) {
        WindowState<A> state = WindowState.fromBytes(window.state(), type);
        if (state == null) {
            throw new IllegalStateException("a stored window without a state");
        }
        return state.aggregate();
    }

    private static <A extends Mergeable<A>> Gathered<Map<Cell, Merged<A>>> merge(
            Question question, Gathered<List<StoredWindow>> windows, AggregateType<A> type) {
        Map<Cell, Merged<A>> cells = new TreeMap<>();
        for (StoredWindow window : windows.value()) {
            Cell cell = Cell.of(question, window.key());
            cells.computeIfAbsent(cell, absent -> new Merged<>(type.empty().get(), new ArrayList<>()))
                    .add(window.state());
        }
        return windows.map(all -> cells);
    }

    /** Several windows as one; the revision is the newest of theirs when there is only one, else that of the sum. */
    record Merged<A extends Mergeable<A>>(A aggregate, List<Integer> revisions) {

        void add(byte[] window) {
            revisions.add(WindowState.addTo(aggregate, window));
        }

        /** Sum of the revisions: grows with every correction of any part; -1 while any part is still open. */
        int revision() {
            return revisions.contains(WindowState.OPEN)
                    ? WindowState.OPEN
                    : revisions.stream().mapToInt(Integer::intValue).sum();
        }
    }
}
