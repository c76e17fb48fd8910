package dev.weir.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores that an earlier process left on this disk. Kafka Streams opens all of them when it starts, reads the
 * checkpoints beside them and, where it cannot, does not start, now or ever again; every store has its changelog, so such
 * a one is better deleted and restored. Each store is opened once, read-only, which takes milliseconds; the contents of
 * its files are not read.
 */
final class LocalState {

    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
    private static final String TASK = "\\d+_\\d+";
    /** How Kafka Streams names files of offsets: this, or this and the name of a store. */
    private static final String CHECKPOINT = ".checkpoint";

    private static final int LOOKS = 3;

    private LocalState() {}

    /**
     * Deletes the stores of every task that has one that cannot be opened, or offsets that cannot be read. Nobody else may
     * have the directory open.
     *
     * @param directory of the application, which holds one directory a task; may be absent
     * @return how many tasks' stores were deleted
     */
    static int deleteDamaged(Path directory) {
        int deleted = 0;
        for (Path task : list(directory, Files::isDirectory)) {
            if (task.getFileName().toString().matches(TASK) && isDamaged(task)) {
                delete(task);
                deleted++;
            }
        }
        return deleted;
    }

    private static boolean isDamaged(Path task) {
        Path at = task;
        try {
            for (Path offsets : list(task, Files::isRegularFile)) {
                at = offsets;
                if (offsets.getFileName().toString().startsWith(CHECKPOINT)) {
                    // The reader that Kafka Streams starts with, so that both agree on what can be read.
                    new OffsetCheckpoint(offsets.toFile()).read();
                }
            }
            for (Path store : list(task.resolve("rocksdb"), Files::isDirectory)) {
                at = store;
                open(store, db -> {});
            }
            return false;
        } catch (RocksDBException | IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("store", task.getFileName() + "/" + at.getFileName())
                    .setCause(e)
                    .log("store on disk cannot be opened, its task is restored from the changelog");
            return true;
        }
    }

    /**
     * Reads all files of a task's stores, which may be in use; the first store with a wrong checksum. Costs a pass over the
     * files.
     */
    static Optional<String> damagedStore(Path task) {
        return list(task.resolve("rocksdb"), Files::isDirectory).stream()
                .filter(store -> !isWhole(store))
                .map(store -> store.getFileName().toString())
                .findFirst();
    }

    /** A store in use may delete a file before it was read; it has become another store then, and is looked at again. */
    private static boolean isWhole(Path store) {
        for (int i = 0; i < LOOKS; i++) {
            try {
                open(store, RocksDB::verifyChecksum);
                return true;
            } catch (RocksDBException e) {
                Status status = e.getStatus();
                if (status == null || status.getCode() == Status.Code.Corruption) {
                    return false;
                }
            }
        }
        return false;
    }

    /** What is done with a store that has been opened. */
    private interface Use {
        void with(RocksDB db) throws RocksDBException;
    }

    private static void open(Path store, Use use) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options names = new Options();
                DBOptions options = new DBOptions()) {
            // Lists nothing, and does not fail, where the manifest is missing; then opening fails.
            List<byte[]> listed = RocksDB.listColumnFamilies(names, store.toString());
            List<ColumnFamilyDescriptor> families = (listed.isEmpty() ? List.of(RocksDB.DEFAULT_COLUMN_FAMILY) : listed)
                    .stream().map(ColumnFamilyDescriptor::new).toList();
            try (RocksDB db = RocksDB.openReadOnly(options, store.toString(), families, handles)) {
                handles.forEach(ColumnFamilyHandle::close);
                use.with(db);
            }
        }
    }

    private static List<Path> list(Path directory, Predicate<Path> which) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(which).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("state directory cannot be read: " + directory, e);
        }
    }

    private static void delete(Path task) {
        try (Stream<Path> files = Files.walk(task)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("damaged stores cannot be deleted: " + task, e);
        }
    }
}
