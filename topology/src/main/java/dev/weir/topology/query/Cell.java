package dev.weir.topology.query;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.quality.QualityWindows;
import dev.weir.topology.traffic.SeriesWindows;
import dev.weir.topology.traffic.TrafficAggregate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One cell of an answer: a series, or a merge of several where parts of it are {@code *}, and a step of time.
 */
record Cell(SeriesKey series, long startMillis) implements Comparable<Cell> {

    /** Stands for a part that was merged over. */
    static final String ALL = "*";

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::series).thenComparingLong(Cell::startMillis);

    static Cell of(Question question, WindowKey window) {
        SeriesKey series = SeriesKey.parse(window.key());
        return new Cell(
                new SeriesKey(
                        part(question, "tenant", series.tenant()),
                        part(question, "route", series.route()),
                        part(question, "model", series.model()),
                        part(question, "version", series.version())),
                question.stepOf(window.startMillis()));
    }

    private static String part(Question question, String name, String value) {
        return question.by().contains(name) ? value : ALL;
    }

    WindowStats stats(Queries.Merged<TrafficAggregate> merged, long step) {
        return SeriesWindows.toRecord(
                series, SeriesWindows.MERGED, startMillis, startMillis + step, merged.revision(), merged.aggregate());
    }

    @Nullable
    WindowQuality quality(Queries.@Nullable Merged<QualityAggregate> merged, long step) {
        return merged == null
                ? null
                : QualityWindows.toRecord(
                        series,
                        QualityWindows.MERGED,
                        startMillis,
                        startMillis + step,
                        merged.revision(),
                        merged.aggregate());
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
