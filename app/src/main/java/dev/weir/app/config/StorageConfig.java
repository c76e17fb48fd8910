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
        int rocksdbMemoryMb,

        @Means(
                "whether stores take what was committed only, so that an instance that was killed goes on with the stores "
                        + "it had; `false`: they are thrown away and restored")
        boolean transactionalStores,

        @Means("what the stores of one application may hold that is not committed yet, on the heap, in MB of "
                + "1,048,576 bytes; an application that holds more commits")
        int uncommittedMemoryMb) {

    public static final StorageConfig DEFAULT = new StorageConfig(".weir", 256, true, 64);

    private static final int LEAST_MB = 32;
    private static final int LEAST_UNCOMMITTED_MB = 1;
    private static final int MOST_UNCOMMITTED_MB = 65_536;
    private static final int MOST_MB = 1_048_576;

    /** The same in another directory. */
    public StorageConfig in(String other) {
        return new StorageConfig(other, rocksdbMemoryMb, transactionalStores, uncommittedMemoryMb);
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
        if (uncommittedMemoryMb < LEAST_UNCOMMITTED_MB || uncommittedMemoryMb > MOST_UNCOMMITTED_MB) {
            problems.add("uncommitted_memory_mb = " + uncommittedMemoryMb + ": expected " + LEAST_UNCOMMITTED_MB
                    + " to " + MOST_UNCOMMITTED_MB);
        }
        return problems;
    }
}
