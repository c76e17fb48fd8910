package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a Java that only makes a file and a directory, as the log and the segments are made. */
class LauncherTest {

    @TempDir
    private Path home = Path.of(".");

    @Test
    void filesOfCommandsThatKeepPrompts_areReadByTheirUserOnly() throws Exception {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Files.copy(Path.of("..", "weir"), home.resolve("weir"));
        Files.createDirectories(home.resolve("lib"));
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                case " $* " in
                    *' -version '*) echo 'openjdk version "17.0.1"' >&2 ;;
                    *) mkdir "$TARGET" && echo x > "$TARGET/file" ;;
                esac
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));

        for (String command : List.of("run", "demo", "analyze")) {
            Path made = run(command);
            assertEquals("rwx------", permissions(made), command);
            assertEquals("rw-------", permissions(made.resolve("file")), command);
        }
        assertEquals("rw-r--r--", permissions(run("prices").resolve("file")), "prices are nobody's secret");
    }

    private Path run(String command) throws IOException, InterruptedException {
        Path made = home.resolve("made-by-" + command);
        ProcessBuilder launcher = new ProcessBuilder("sh", "-c", "umask 022; exec sh ./weir " + command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile());
        launcher.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        launcher.environment().put("TARGET", made.toString());
        launcher.environment().remove("WEIR_JAVA_OPTS");
        Process process = launcher.start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        assertEquals(0, ended ? process.exitValue() : -1, Files.readString(home.resolve("output")));
        return made;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
