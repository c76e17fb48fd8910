package dev.weir.topology.commit;

import java.util.Map;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Blocks of stores whose checksum was wrong when they were read. A look-up fails at such a block; a range ends there as if
 * it were over, without a word, because Kafka Streams never asks RocksDB's iterator how it ended. So whoever has read a
 * range asks here. Thread-safe.
 */
public interface DamagedStores {

    /** Key in the settings of Kafka Streams under which stores and steps find the object. */
    String SETTING = "weir.damaged.stores";

    /** Where nobody looks. */
    DamagedStores NONE = new DamagedStores() {
        @Override
        public long badBlocks() {
            return 0;
        }

        @Override
        public void requireWhole(TaskId task) {
            // There is nothing to ask.
        }
    };

    /** The one of some settings; {@link #NONE} where they have none. */
    static DamagedStores of(Map<String, Object> settings) {
        return settings.get(SETTING) instanceof DamagedStores damaged ? damaged : NONE;
    }

    /** How many wrong blocks this process has read so far, of any store. Costs less than a microsecond. */
    long badBlocks();

    /**
     * Reads all files of a task's stores when a wrong block has been read since the task was last asked for.
     *
     * @throws TaskCorruptedException if one of them is damaged: Kafka Streams then throws the stores of the task away and
     *     restores them
     */
    void requireWhole(TaskId task);
}
