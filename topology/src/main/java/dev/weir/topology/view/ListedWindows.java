package dev.weir.topology.view;

import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import java.util.function.BiFunction;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A kind of windows that is listed as it is: its windows are kept by series and by view, and a question about them is a range,
 * filters, a step and dimensions to keep apart. The row of an answer is the record of the windows that were merged for it.
 *
 * @param kind name of the kind, and of its route
 * @param summary of the route, for a reader
 * @param type of the aggregates
 * @param schema of the records
 * @param toRecord the record of a window that holds an aggregate
 */
public record ListedWindows<A extends Mergeable<A>>(
        String kind,
        String summary,
        AggregateType<A> type,
        Schema schema,
        BiFunction<SeriesWindow, A, ? extends SpecificRecord> toRecord) {}
