package dev.weir.topology.query;

import dev.weir.schemas.Dimension;
import dev.weir.topology.query.Queries.Counts;
import dev.weir.topology.view.ListedWindows;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What can be asked about the windows of the whole application. Every question fails with
 * {@link InvalidStateStoreException} while no copy of any partition can be reached.
 */
public interface Questions {

    /** Series that have a window and match the filters, by their text. */
    Answer series(Map<Dimension, String> filters);

    /** Windows of traffic with their judged quality by series and time, merged as those of a kind are. */
    Answer windows(Question question);

    /** Windows of a kind by series and time, merged to the step and to the dimensions that are asked for. */
    Answer windows(ListedWindows<?> kind, Question question);

    /**
     * Who spends in a range, the dearest of each step first.
     *
     * @param by one of {@link Question#spendBy}
     * @param perStep a row for each step; otherwise one for the range
     */
    Answer spend(Question question, String by, boolean perStep);

    /** Models whose calls have no known price in a range, those with most calls first. */
    Answer unpriced(Question question);

    /** The conservation counters of the whole application. */
    Counts counters();

    /** End of the newest minute that has a window, in milliseconds; empty when there is none. */
    OptionalLong newestEnd();

    /** What this instance answers a peer; see {@link Peers}. */
    byte[] answerPeer(String path, Map<String, String> parameters);
}
