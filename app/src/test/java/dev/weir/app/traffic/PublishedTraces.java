package dev.weir.app.traffic;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real traces outside the project; a test that needs one is skipped aloud where there is none. */
final class PublishedTraces {

    private PublishedTraces() {}

    static Path file(String name) {
        Path file = Path.of(System.getProperty("weir.data", "missing")).resolve(name);
        if (!Files.isReadable(file)) {
            String message = "SKIPPED: needs " + name + " under the directory of system property weir.data";
            System.out.println(message);
            Assumptions.abort(message);
        }
        return file;
    }
}
