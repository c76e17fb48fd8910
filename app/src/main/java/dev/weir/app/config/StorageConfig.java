package dev.weir.app.config;

import java.util.List;

/**
 * What this process keeps on disk.
 *
 * @param directory for state stores, logs and the embedded Kafka; one process at a time
 */
public record StorageConfig(String directory) {

    public static final StorageConfig DEFAULT = new StorageConfig(".weir");

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        return directory.isBlank() ? List.of("directory = " + directory + ": expected a directory") : List.of();
    }
}
