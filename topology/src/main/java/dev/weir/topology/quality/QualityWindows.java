package dev.weir.topology.quality;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import java.time.Instant;

/** Quality windows as the contract has them. */
public final class QualityWindows {

    /** Tile of a record that several windows were merged to. */
    public static final String MERGED = "merged";

    private QualityWindows() {}

    /** The record of one publication. */
    public static WindowQuality toRecord(Published<QualityAggregate> window) {
        WindowKey key = window.key();
        return toRecord(
                SeriesKey.parse(key.key()),
                key.tile().wireName(),
                key.startMillis(),
                key.endMillis(),
                window.revision(),
                window.aggregate());
    }

    /**
     * A record of any range of time: what several windows merge to.
     *
     * @param tile name of the tile, or {@link #MERGED}
     */
    public static WindowQuality toRecord(
            SeriesKey series, String tile, long startMillis, long endMillis, int revision, QualityAggregate quality) {
        WindowQuality.Builder record = WindowQuality.newBuilder()
                .setTenant(series.tenant())
                .setEnvironment(series.environment())
                .setRoute(series.route())
                .setProvider(series.provider())
                .setModel(series.model())
                .setVersion(series.version())
                .setView(series.view().wireName())
                .setTile(tile)
                .setWindowStart(Instant.ofEpochMilli(startMillis))
                .setWindowEnd(Instant.ofEpochMilli(endMillis))
                .setRevision(revision);
        quality.describe(record);
        return record.build();
    }
}
