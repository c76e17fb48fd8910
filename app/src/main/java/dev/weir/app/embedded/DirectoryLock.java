package dev.weir.app.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory that one embedded Kafka has for itself, in this process and in all others. Kafka's own lock comes too
 * late: a second server on the same directory starts its controller, which writes to the first one's metadata log,
 * before its broker sees that the directory is taken, and the first may then never shut down.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "embedded.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the directory where it is missing.
     *
     * @throws EmbeddedKafkaException if another server holds it
     */
    static DirectoryLock take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isTaken(channel)) {
                throw new EmbeddedKafkaException(
                        "the directory %s is in use by another embedded Kafka: expected one of its own"
                                .formatted(directory),
                        null);
            }
            return new DirectoryLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
