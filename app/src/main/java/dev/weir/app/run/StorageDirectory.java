package dev.weir.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of {@code storage}, which holds prompts: nobody but its owner may enter it. */
public final class StorageDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(StorageDirectory.class);
    /** Segments of the embedded Kafka, in the directory. */
    static final String KAFKA = "kafka";

    /** Stores, in the directory. */
    static final String STATE = "state";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private StorageDirectory() {}

    /**
     * Creates it where it is missing, with the directories of Kafka and of the stores in it, and closes all of them to other
     * users where the file system has such permissions. One that
     * belongs to somebody else is used as it is, with a warning.
     *
     * @throws IOException if it cannot be created
     */
    public static void own(Path directory) throws IOException {
        close(directory);
        // Where the directory is somebody else's, what we make in it is not.
        close(directory.resolve(KAFKA));
        close(directory.resolve(STATE));
    }

    private static void close(Path directory) throws IOException {
        Files.createDirectories(directory);
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view == null || view.readAttributes().permissions().equals(OWNER_ONLY)) {
            return;
        }
        try {
            view.setPermissions(OWNER_ONLY);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("why", "expected a directory of this user, which can be closed to others")
                    .log("storage directory is open to other users");
        }
    }
}
