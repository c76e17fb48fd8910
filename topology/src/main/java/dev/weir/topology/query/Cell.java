package dev.weir.topology.query;

import dev.weir.schemas.SeriesKey;
import dev.weir.topology.view.SeriesWindow;

/**
 * One cell of an answer: a series, or a merge of several where dimensions of it are {@link SeriesKey#ALL}, and a step of time.
 */
record Cell(SeriesKey series, long startMillis) {

    private static final char ID_SEPARATOR = '\u001F';
    private static final int DIGITS = 19;

    /** The window that several were merged to. */
    SeriesWindow window(Cells.Merged<?> merged, long step) {
        return SeriesWindow.merged(series, startMillis, startMillis + step, merged.revision());
    }

    /** Text that sorts as cells do: parts are joined by a control character, which no part has. */
    String id() {
        String start = Long.toString(startMillis);
        String sign = startMillis < 0 ? "-" : "";
        String digits = start.substring(sign.length());
        return series.text() + ID_SEPARATOR + sign + "0".repeat(Math.max(0, DIGITS - start.length())) + digits;
    }
}
