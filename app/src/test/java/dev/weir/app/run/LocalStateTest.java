package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class LocalStateTest {

    @TempDir
    private Path directory = Path.of(".");

    private Path store(String task, String name) throws IOException, RocksDBException {
        Path store = directory.resolve(task).resolve("rocksdb").resolve(name);
        Files.createDirectories(store);
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, store.toString())) {
            db.put(new byte[] {1}, new byte[] {2});
            try (FlushOptions flush = new FlushOptions()) {
                db.flush(flush);
            }
        }
        return store;
    }

    private static Path manifest(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            List<Path> manifests = files.filter(
                            file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .toList();
            assertEquals(1, manifests.size());
            return manifests.get(0);
        }
    }

    @Test
    void oneDamagedStore_costsItsTaskAndNoOther() throws Exception {
        store("0_0", "a");
        Path damaged = store("0_1", "a");
        store("0_1", "b");
        Files.delete(manifest(damaged));

        assertEquals(1, LocalState.deleteDamaged(directory));
        assertTrue(Files.exists(directory.resolve("0_0/rocksdb/a/CURRENT")));
        assertFalse(Files.exists(directory.resolve("0_1")));
    }

    @Test
    void offsetsThatCannotBeRead_costTheirTask() throws Exception {
        store("0_0", "a");
        Files.writeString(directory.resolve("0_0/.checkpoint"), "0\n1\nchangelog 0 7\n");
        store("0_1", "a");
        Files.writeString(directory.resolve("0_1/.checkpoint"), "99\n1\nnothing 0 0\n");
        store("0_2", "a");
        Files.writeString(directory.resolve("0_2/.checkpoint_a"), "0\n2\nchangelog 0 7\n");
        store("0_3", "a");
        Files.writeString(directory.resolve("0_3/.checkpoint"), "zero\n");

        assertEquals(3, LocalState.deleteDamaged(directory));
        assertTrue(Files.exists(directory.resolve("0_0/rocksdb/a/CURRENT")));
    }

    @Test
    void flippedBytesOfATable_areFoundByReadingItAll() throws Exception {
        Path store = store("0_0", "a");
        store("0_0", "b");
        assertEquals(Optional.empty(), LocalState.damagedStore(directory.resolve("0_0")));
        try (Stream<Path> files = Files.list(store)) {
            Path table = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(table);
            bytes[0] ^= 1;
            Files.write(table, bytes);
        }
        assertEquals(Optional.of("a"), LocalState.damagedStore(directory.resolve("0_0")));
    }

    @Test
    void wholeStores_stay() throws Exception {
        Path store = store("1_2", "a");
        Files.createDirectories(directory.resolve("not-a-task"));

        assertEquals(0, LocalState.deleteDamaged(directory));
        assertTrue(Files.exists(manifest(store)));
    }

    @Test
    void noDirectory_isNoDamage() {
        assertEquals(0, LocalState.deleteDamaged(directory.resolve("absent")));
    }
}
