package dev.weir.app.guarantee;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;

/** Names of published windows of a series or view, by what every record of such windows says of itself. */
public final class WindowName {

    private static final List<String> FIELDS =
            List.of("tenant", "environment", "route", "provider", "model", "version", "tile", "window_start");

    private WindowName() {}

    /** The same for all revisions of a window, and for no other window. */
    public static String of(SpecificRecordBase window) {
        return FIELDS.stream().map(field -> String.valueOf(window.get(field))).collect(Collectors.joining("/"));
    }
}
