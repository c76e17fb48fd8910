package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.FilesConfig;
import dev.weir.topology.price.InvalidPriceBookException;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.TokenParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceWatchTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int second;

    private static FilesConfig files(String own, String genai, String litellm) {
        return new FilesConfig("", own, genai, litellm, Duration.ZERO);
    }

    private static String yaml(String models) {
        return "checked: 2026-08-01\nproviders:\n  - provider: acme\n    source: https://example.com/prices\n    models:\n      "
                + models + "\n";
    }

    /** Writes a file; its time moves on by a second at each writing, as a clock may not. */
    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * ++second));
        return file;
    }

    private static long nano(PriceFiles files, String model) {
        Price price = files.prices().price(ModelUse.of(null, model), new TokenParts.Parts(1, 0, 0, 0, 0, 0, 0, 0), 0);
        return assertInstanceOf(Price.Priced.class, price, model).nanoUsd();
    }

    private double reloads(String outcome) {
        return meters.get("weir.prices.reloads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void changedFile_isReadOnceItHasComeToRest() throws IOException {
        Path file = write("prices.yaml", yaml("m: {input: 1}"));
        PriceFiles files = PriceFiles.read(files(file.toString(), "", ""));
        PriceWatch watch = new PriceWatch(files, Duration.ZERO, meters);
        watch.look();
        assertEquals(1_000, nano(files, "m"));

        write("prices.yaml", yaml("m: {input: 2}"));
        watch.look();
        assertEquals(1_000, nano(files, "m"), "it may still be being written");
        write("prices.yaml", yaml("m: {input: 3}"));
        watch.look();
        assertEquals(1_000, nano(files, "m"), "it was");
        watch.look();
        assertEquals(3_000, nano(files, "m"));
        watch.look();
        assertEquals(1, reloads("replaced"));
        assertEquals(0, reloads("refused"));
        assertEquals(2_500, nano(files, "gpt-4o"), "the bundled prices are still behind it");
    }

    @Test
    void brokenFile_leavesTheOldBookAndIsToldOnce() throws IOException {
        Path file = write("prices.yaml", yaml("m: {input: 1}"));
        PriceFiles files = PriceFiles.read(files(file.toString(), "", ""));
        PriceWatch watch = new PriceWatch(files, Duration.ZERO, meters);
        write("prices.yaml", yaml("m: {input: cheap}"));
        watch.look();
        watch.look();
        watch.look();
        assertEquals(1_000, nano(files, "m"));
        assertEquals(1, reloads("refused"));
        assertTrue(watch.refusal().startsWith("the old price book stays: "), watch.refusal());
        assertTrue(watch.refusal().contains("input = cheap: expected"), watch.refusal());

        Files.delete(file);
        watch.look();
        watch.look();
        assertEquals(1_000, nano(files, "m"));
        assertEquals(2, reloads("refused"));

        write("prices.yaml", yaml("m: {input: 4}"));
        watch.look();
        watch.look();
        assertEquals(4_000, nano(files, "m"));
        assertEquals(1, reloads("replaced"));
        assertEquals("", watch.refusal());
        assertTrue(meters.get("weir.prices.models").gauge().value() > 100);
    }

    @Test
    void listsAreAskedInTheirOrder_packedOrNot() throws IOException {
        Path litellm = write(
                "litellm.json",
                "{\"m\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": 3e-06},"
                        + " \"l\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": 3e-06}}");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(("[{\"id\": \"x\", \"model_match\": {\"contains\": \"m\"}, \"models\": [{\"id\": \"m\","
                            + " \"match\": {\"equals\": \"m\"}, \"prices\": {\"input_mtok\": 2}}]}]")
                    .getBytes(StandardCharsets.UTF_8));
        }
        Path genai = directory.resolve("genai.json.gz");
        Files.write(genai, packed.toByteArray());

        PriceFiles files = PriceFiles.read(files("", genai.toString(), litellm.toString()));

        assertEquals(2_000, nano(files, "m"));
        assertEquals(3_000, nano(files, "l"));
    }

    @Test
    void brokenFileAtTheStart_isRefused() throws IOException {
        Path file = write("prices.yaml", yaml("m: {input: cheap}"));

        assertThrows(InvalidPriceBookException.class, () -> PriceFiles.read(files(file.toString(), "", "")));
    }
}
