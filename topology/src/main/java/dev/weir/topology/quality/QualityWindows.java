package dev.weir.topology.quality;

import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.view.SeriesWindow;

/** Quality windows as the contract has them. */
public final class QualityWindows {

    private QualityWindows() {}

    /** The record of one publication. */
    public static WindowQuality toRecord(Published<QualityAggregate> window) {
        return toRecord(SeriesWindow.of(window), window.aggregate());
    }

    /** The record of a window that holds an aggregate. */
    public static WindowQuality toRecord(SeriesWindow of, QualityAggregate quality) {
        WindowQuality window = new WindowQuality();
        of.writeTo(window);
        quality.describe(window);
        return window;
    }
}
