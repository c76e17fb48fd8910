package dev.weir.topology.view;

import dev.weir.schemas.SeriesKey;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Which window of a series or of a view a record is about: what every record of such windows begins with.
 *
 * @param tile name of the tile, or {@link #MERGED}
 * @param startMillis inclusive, milliseconds since the epoch
 * @param endMillis exclusive
 */
public record SeriesWindow(SeriesKey series, String tile, long startMillis, long endMillis, int revision) {

    /** Tile of a record that several windows were merged to. */
    public static final String MERGED = "merged";

    /** The window of a publication. */
    public static SeriesWindow of(Published<?> window) {
        WindowKey key = window.key();
        return new SeriesWindow(
                SeriesKey.parse(key.key()),
                key.tile().wireName(),
                key.startMillis(),
                key.endMillis(),
                window.revision());
    }

    /** Any range of time: what several windows merge to. */
    public static SeriesWindow merged(SeriesKey series, long startMillis, long endMillis, int revision) {
        return new SeriesWindow(series, MERGED, startMillis, endMillis, revision);
    }

    /** Makes a record be about this window. */
    public void writeTo(SpecificRecordBase record) {
        series.writeTo(record);
        record.put("view", series.view().wireName());
        record.put("tile", tile);
        record.put("window_start", Instant.ofEpochMilli(startMillis));
        record.put("window_end", Instant.ofEpochMilli(endMillis));
        record.put("revision", revision);
    }
}
