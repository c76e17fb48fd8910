package dev.weir.app.run;

import dev.weir.topology.commit.DamagedStores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Damage to the stores of one application. RocksDB verifies the checksum of each block that it reads and counts those that
 * are wrong; it does not say in which store. So when the count has grown, each task has all files of its stores read once,
 * at some hundred megabytes a second, and the one that has the damage gives its stores up.
 */
final class StoreDamage implements DamagedStores {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDamage.class);

    private final RocksDbMemory memory;
    private final Path directory;
    private final Map<TaskId, Long> found = new ConcurrentHashMap<>();

    /** @param directory of the application, which holds one directory a task */
    StoreDamage(RocksDbMemory memory, Path directory) {
        this.memory = memory;
        this.directory = directory;
    }

    @Override
    public long badBlocks() {
        return memory.badBlocks();
    }

    @Override
    public void requireWhole(TaskId task) {
        long now = badBlocks();
        if (now == found.getOrDefault(task, 0L)) {
            return;
        }
        found.put(task, now);
        LocalState.damagedStore(directory.resolve(task.toString())).ifPresent(store -> {
            LOG.atWarn()
                    .addKeyValue("store", task + "/" + store)
                    .addKeyValue("why", "the checksum of a block is wrong")
                    .log("store is damaged, its task is restored from the changelog");
            throw new TaskCorruptedException(Set.of(task));
        });
    }
}
