package dev.weir.topology.query;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.WindowState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a question by cell, in the order of series and then of time. The windows of a cell are merged when its row is
 * asked for, because an answer may have many cells and a page few rows. Not changed after it is made.
 */
final class Cells<A extends Mergeable<A>> {

    private final AggregateType<A> type;
    private final Map<SeriesKey, TreeMap<Long, List<byte[]>>> bySeries = new TreeMap<>();

    Cells(Question question, List<StoredWindow> windows, AggregateType<A> type) {
        this.type = type;
        View by = View.ofNames(question.by());
        Map<String, TreeMap<Long, List<byte[]>>> byKey = new HashMap<>();
        for (StoredWindow window : windows) {
            byKey.computeIfAbsent(
                            window.key().key(),
                            key -> bySeries.computeIfAbsent(SeriesKey.parse(key).in(by), absent -> new TreeMap<>()))
                    .computeIfAbsent(question.stepOf(window.key().startMillis()), absent -> new ArrayList<>(1))
                    .add(window.state());
        }
    }

    void forEach(Consumer<Cell> each) {
        bySeries.forEach((series, starts) -> starts.keySet().forEach(start -> each.accept(new Cell(series, start))));
    }

    private @Nullable List<byte[]> windows(Cell cell) {
        TreeMap<Long, List<byte[]>> starts = bySeries.get(cell.series());
        return starts == null ? null : starts.get(cell.startMillis());
    }

    boolean has(Cell cell) {
        return windows(cell) != null;
    }

    /**
     * The windows of a cell as one.
     *
     * @throws IllegalArgumentException if it has none
     */
    Merged<A> merge(Cell cell) {
        List<byte[]> windows = windows(cell);
        if (windows == null) {
            throw new IllegalArgumentException("a cell without windows: expected one that has some");
        }
        A sum = type.create();
        return new Merged<>(
                sum,
                windows.stream().map(window -> WindowState.addTo(sum, window)).toList());
    }

    /**
     * Several windows as one.
     *
     * @param revisions those of the windows
     */
    record Merged<A extends Mergeable<A>>(A aggregate, List<Integer> revisions) {

        /** Sum of the revisions: grows with every correction of any part; -1 while any part is still open. */
        int revision() {
            return revisions.contains(WindowState.OPEN)
                    ? WindowState.OPEN
                    : revisions.stream().mapToInt(Integer::intValue).sum();
        }
    }
}
