package dev.weir.app.config;

import java.util.List;

/** Configuration keys as people read them: what is in effect, or what there is. */
public final class ConfigTable {

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
            text.append("| `%s` | %s | %s |\n".formatted(row.key(), fallback, row.meaning()));
        }
        return text.toString();
    }
}
