package dev.weir.app.config;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process keeps on disk.
 */
public record StorageConfig(
        @Means("folder of state stores, log file and the embedded Kafka; one process at a time")
        String directory,

        @Means("memory of all state stores together, outside the heap, in MB of 1,048,576 bytes: "
                + "blocks, filters and memtables")
        int rocksdbMemoryMb) {

    public static final StorageConfig DEFAULT = new StorageConfig(".weir", 256);

    private static final int LEAST_MB = 32;
    private static final int MOST_MB = 1_048_576;

    /** The same in another directory. */
    public StorageConfig in(String other) {
        return new StorageConfig(other, rocksdbMemoryMb);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (directory.isBlank()) {
            problems.add("directory = " + directory + ": expected a directory");
        }
        if (rocksdbMemoryMb < LEAST_MB || rocksdbMemoryMb > MOST_MB) {
            problems.add("rocksdb_memory_mb = " + rocksdbMemoryMb + ": expected " + LEAST_MB + " to " + MOST_MB);
        }
        return problems;
    }
}
