package dev.weir.topology.query;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.view.SeriesWindow;
import java.util.Comparator;

/**
 * One cell of an answer: a series, or a merge of several where dimensions of it are {@link SeriesKey#ALL}, and a step of time.
 */
record Cell(SeriesKey series, long startMillis) implements Comparable<Cell> {

    private static final char ID_SEPARATOR = '\u001F';

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::series).thenComparingLong(Cell::startMillis);

    /** @param by dimensions that the question keeps apart */
    static Cell of(Question question, View by, WindowKey window) {
        return new Cell(SeriesKey.parse(window.key()).in(by), question.stepOf(window.startMillis()));
    }

    /** The window that several were merged to. */
    SeriesWindow window(Queries.Merged<?> merged, long step) {
        return SeriesWindow.merged(series, startMillis, startMillis + step, merged.revision());
    }

    /** Text that sorts as cells do: parts are joined by a control character, which no part has. */
    String id() {
        return series.text() + ID_SEPARATOR + "%019d".formatted(startMillis);
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
