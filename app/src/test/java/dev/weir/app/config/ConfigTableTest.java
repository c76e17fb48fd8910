package dev.weir.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTableTest {

    private final List<ConfigLoader.Row> rows =
            new ConfigLoader<>(WeirConfig.class).defaults().rows();

    @Test
    void everyKey_hasAMeaning() {
        assertEquals(
                List.of(),
                rows.stream()
                        .filter(row -> row.meaning().isBlank())
                        .map(ConfigLoader.Row::key)
                        .toList());
    }

    @Test
    void markdown_hasOneRowAKey() {
        String table = ConfigTable.markdown(rows);
        assertEquals(rows.size() + 2, table.lines().count());
        assertTrue(table.contains("| `http.port` | `7070` | port to listen on"), table);
    }

    @Test
    void webhookPath_isHiddenAndTokenCountsAreNot() {
        var loaded = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of("alerting.delivery.webhook_urls=https://hooks.example.org/T1/canary,http://h:1/x"));
        String table = ConfigTable.plain(loaded.rows());
        assertTrue(table.contains("= https://hooks.example.org/******,http://h:1/******"), table);
        assertEquals("7", Secrets.shown("judge.llm.max_output_tokens", "7"));
    }
}
