package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.json.RecordJson;
import dev.weir.schemas.supervision.SupervisedLoop;
import dev.weir.topology.ReadableStores;
import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WindowState;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.commit.DamagedStores;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.quality.QualityWindows;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.query.Cells.Merged;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.traffic.SeriesWindows;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.view.ListedWindows;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The analysts' side: every question to the state stores, answered for the whole application by any instance. Each
 * partition is answered by one copy: the active one, else the youngest other one that can be reached. An {@link Answer}
 * says how old the oldest of them is (everything committed before that is in the answer, give or take two seconds) and
 * which partitions have no copy that can be reached. An answer comes within some 5 s whoever is out of reach. What is
 * answered has been committed.
 */
public final class Queries implements Questions, AutoCloseable {

    private final Gather gather;

    /**
     * Questions to an application that has not been started yet.
     *
     * @param stores of the topology that the streams run
     * @param damaged what is known of damage to them
     * @param self where this instance is reached, as it stands in {@code application.server}
     * @param partitions of every topic
     */
    public Queries(
            KafkaStreams streams,
            ReadableStores stores,
            DamagedStores damaged,
            Peers peers,
            HostInfo self,
            int partitions,
            Clock clock) {
        this.gather = new Gather(streams, stores, damaged, peers, self, partitions, clock);
    }

    @Override
    public byte[] answerPeer(String path, Map<String, String> parameters) {
        return gather.answer(path, parameters);
    }

    @Override
    public Answer series(Map<Dimension, String> filters) {
        Gathered<Set<String>> keys = gather.keys(StateStores.SERIES);
        List<Row> rows = keys.value().stream()
                .map(SeriesKey::parse)
                .filter(SeriesKey::isSeries)
                .filter(series -> filters.entrySet().stream()
                        .allMatch(wanted -> series.part(wanted.getKey()).equals(wanted.getValue())))
                .sorted()
                .map(series -> new Row(series.text(), () -> Rows.series(series)))
                .toList();
        return Answer.of(rows, List.of(keys));
    }

    @Override
    public Answer windows(Question question) {
        View view = view(question, StateStores.SERIES, StateStores.QUALITY);
        Gathered<Cells<TrafficAggregate>> traffic =
                cells(question, gather.windows(StateStores.SERIES, question.range(view)), TrafficAggregate.TYPE);
        Gathered<Cells<QualityAggregate>> quality =
                cells(question, gather.windows(StateStores.QUALITY, question.range(view)), QualityAggregate.TYPE);
        List<Row> rows = new ArrayList<>();
        traffic.value()
                .forEach(cell -> rows.add(new Row(cell.id(), () -> {
                    Merged<TrafficAggregate> merged = traffic.value().merge(cell);
                    return Rows.window(
                            SeriesWindows.toRecord(cell.window(merged, question.step()), merged.aggregate()),
                            quality.value().has(cell)
                                    ? quality(cell, quality.value().merge(cell), question.step())
                                    : null);
                })));
        return Answer.of(rows, List.of(traffic, quality)).from(ViewChoice.name(view));
    }

    private static WindowQuality quality(Cell cell, Merged<QualityAggregate> merged, long step) {
        return QualityWindows.toRecord(cell.window(merged, step), merged.aggregate());
    }

    private static <A extends Mergeable<A>> Gathered<Cells<A>> cells(
            Question question, Gathered<List<StoredWindow>> windows, AggregateType<A> type) {
        return windows.map(all -> new Cells<>(question, all, type));
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

    @Override
    public Answer windows(ListedWindows<?> kind, Question question) {
        return listed(kind, question);
    }

    private <A extends Mergeable<A>> Answer listed(ListedWindows<A> kind, Question question) {
        WindowStores stores = WindowStores.of(kind.kind());
        View view = view(question, stores);
        Gathered<Cells<A>> windows = cells(question, gather.windows(stores, question.range(view)), kind.type());
        List<Row> rows = new ArrayList<>();
        windows.value()
                .forEach(cell -> rows.add(new Row(cell.id(), () -> {
                    Merged<A> merged = windows.value().merge(cell);
                    return RecordJson.of(
                            kind.toRecord().apply(cell.window(merged, question.step()), merged.aggregate()));
                })));
        return Answer.of(rows, List.of(windows)).from(ViewChoice.name(view));
    }

    @Override
    public Answer spend(Question question, String by, boolean perStep) {
        Map<Long, Spenders> steps = new TreeMap<>();
        long whole = question.to() - question.from();
        LongFunction<Spenders> at = start -> steps.computeIfAbsent(
                perStep ? question.stepOf(start) : question.from(),
                from -> new Spenders(from, from + (perStep ? question.step() : whole)));
        Gathered<List<StoredWindow>> windows =
                Question.SPENDERS.contains(by) ? addSpenders(question, by, at) : addSeries(question, by, at);
        return Answer.of(
                steps.values().stream()
                        .flatMap(spenders -> spenders.rows().stream())
                        .toList(),
                List.of(windows));
    }

    @Override
    public Answer unpriced(Question question) {
        UnpricedModels models = new UnpricedModels();
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SERIES, question.seriesRange());
        for (StoredWindow window : windows.value()) {
            models.add(SeriesKey.parse(window.key().key()).model(), read(window, TrafficAggregate.TYPE));
        }
        return Answer.of(models.rows(), List.of(windows));
    }

    @Override
    public OptionalLong newestEnd() {
        return gather.newest(StateStores.SERIES).value().stream()
                .mapToLong(Long::longValue)
                .filter(start -> start != LocalWindows.NONE)
                .map(start -> start + Tile.MINUTE.millis())
                .max();
    }

    private Gathered<List<StoredWindow>> addSpenders(Question question, String by, LongFunction<Spenders> at) {
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SPEND, question.spenderRange(by));
        for (StoredWindow window : windows.value()) {
            at.apply(window.key().startMillis()).add(window.key(), read(window, SpendAggregate.TYPE));
        }
        return windows;
    }

    private Gathered<List<StoredWindow>> addSeries(Question question, String by, LongFunction<Spenders> at) {
        Gathered<List<StoredWindow>> windows = gather.windows(StateStores.SERIES, question.seriesRange());
        Dimension dimension = Dimension.ofWireName(by)
                .orElseThrow(() -> new IllegalArgumentException("by = " + by + ": expected " + Question.spendBy()));
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
            at.apply(window.key().startMillis())
                    .add(SeriesKey.parse(window.key().key()).part(dimension), spend);
        }
        return windows;
    }

    @Override
    public Counts counters() {
        Map<String, Map<String, Long>> byStore = new TreeMap<>();
        List<Gathered<Map<String, Long>>> all = new ArrayList<>();
        for (String store : gather.counterStores()) {
            Gathered<Map<String, Long>> counts = gather.counters(store);
            byStore.put(store, counts.value());
            all.add(counts);
        }
        return new Counts(byStore, Answer.of(List.of(), all));
    }

    /**
     * Counters by store and name.
     *
     * @param whole how whole they are; without rows
     */
    public record Counts(Map<String, Map<String, Long>> byStore, Answer whole) {

        /** {@code {"store":{"name":count}}}. */
        public ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            byStore.forEach((store, counts) -> {
                ObjectNode one = json.putObject(store);
                counts.forEach(one::put);
            });
            return json;
        }
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

    /** The thread that questions need beside those of the streams; started and closed here. */
    public SupervisedLoop loop() {
        return gather.loop();
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
}
