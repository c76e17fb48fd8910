package dev.weir.app.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The files of an instance's state, as a failing disk, a careless hand or another version would leave them. */
final class StateFiles {

    private StateFiles() {}

    /** One way to spoil stores that were closed in order. */
    enum Damage {
        /** Every table file ends in the middle. */
        TABLES_CUT,
        /** Bytes in the middle of every table file are others. */
        BYTES_FLIPPED,
        /** No store knows which table files are its own. */
        MANIFESTS_GONE,
        /** Lock files of a process that is gone, and one that cannot be opened for writing. */
        LOCKS_LEFT
    }

    /** @return how many files were changed */
    static int spoil(Path state, Damage damage, Random random) throws IOException {
        int changed = 0;
        for (Path file : Crashes.filesBelow(state)) {
            String name = file.getFileName().toString();
            boolean hit = switch (damage) {
                case TABLES_CUT -> name.endsWith(".sst") && cut(file);
                case BYTES_FLIPPED -> name.endsWith(".sst") && flip(file, random);
                case MANIFESTS_GONE -> name.startsWith("MANIFEST-") && Files.deleteIfExists(file);
                case LOCKS_LEFT -> name.equals("LOCK") && leaveLock(file);
            };
            changed += hit ? 1 : 0;
        }
        return changed;
    }

    private static boolean cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        return true;
    }

    private static boolean flip(Path file, Random random) throws IOException {
        byte[] noise = new byte[64];
        random.nextBytes(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), channel.size() / 3);
        }
        return true;
    }

    private static boolean leaveLock(Path file) throws IOException {
        Files.writeString(file, "pid 1\n");
        Files.writeString(file.resolveSibling("LOCK.old"), "pid 1\n");
        return true;
    }

    /** Makes the state of a dead instance what its next start finds. */
    static void change(Path state, Crashes.State to) throws IOException {
        switch (to) {
            case KEPT -> {}
            case DELETED -> delete(state);
            case OF_ANOTHER_VERSION -> rewriteCheckpoints(state);
        }
    }

    private static void delete(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Checkpoints of a format that does not exist yet, in every task's directory, and a file nobody knows. */
    private static void rewriteCheckpoints(Path state) throws IOException {
        List<Path> tasks;
        try (Stream<Path> files = Files.walk(state, 2)) {
            tasks = files.filter(file -> file.getFileName().toString().matches("\\d+_\\d+"))
                    .toList();
        }
        if (tasks.isEmpty()) {
            throw new IllegalStateException("no task's directory in " + state);
        }
        for (Path task : tasks) {
            Files.writeString(task.resolve(".checkpoint"), "99\n1\nnothing 0 0\n");
            Files.writeString(task.resolve("format-of-tomorrow"), "?");
        }
    }
}
