package dev.weir.judge.judges;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Real public data, read where it exists; the test is skipped, and says so, where it does not. */
public final class RealData {

    private RealData() {}

    /** Lines of a gzipped text file below the directory of real data. */
    public static BufferedReader lines(String file) throws IOException {
        Path path = Path.of(System.getProperty("weir.data", ""), file);
        if (!Files.isRegularFile(path)) {
            String message = "skipped: no real data at " + file;
            System.out.println(message);
            Assumptions.abort(message);
        }
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8));
    }
}
