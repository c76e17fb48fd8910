package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageDirectoryTest {

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void newAndOldDirectory_areClosedToOthers() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path old = Files.createDirectory(directory.resolve("old"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));

        for (Path storage : new Path[] {old, directory.resolve("a/b")}) {
            StorageDirectory.own(storage);
            for (Path closed : new Path[] {storage, storage.resolve("kafka"), storage.resolve("state")}) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)));
            }
        }
    }
}
