package dev.weir.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Configuration keys as people read them: what is in effect, or what there is. */
public final class ConfigTable {

    private static final Properties MEANINGS = meanings();

    private ConfigTable() {}

    /** One line a key: {@code key = value  # origin}. */
    public static String plain(List<ConfigLoader.Row> rows) {
        StringBuilder text = new StringBuilder();
        for (ConfigLoader.Row row : rows) {
            text.append("%-44s # %s%n".formatted(row.key() + " = " + row.value(), row.origin()));
        }
        return text.toString();
    }

    /** The table of {@code docs/configuration.md}: every key with its default and what it means. */
    public static String markdown(List<ConfigLoader.Row> rows) {
        StringBuilder text = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
        for (ConfigLoader.Row row : rows) {
            String fallback = row.fallback().isEmpty() ? "" : "`" + row.fallback() + "`";
            text.append("| `%s` | %s | %s |\n".formatted(row.key(), fallback, meaning(row.key())));
        }
        return text.toString();
    }

    /** What a key means, in one line; empty when nobody has written it. */
    static String meaning(String key) {
        return MEANINGS.getProperty(key, "");
    }

    /** Keys that have a meaning. */
    static List<String> explained() {
        return MEANINGS.stringPropertyNames().stream().sorted().toList();
    }

    private static Properties meanings() {
        Properties meanings = new Properties();
        try (InputStream in = ConfigTable.class.getResourceAsStream("meanings.properties")) {
            meanings.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("meanings.properties is not in the jar", e);
        }
        return meanings;
    }
}
