package dev.weir.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigTableTest {

    private final List<ConfigLoader.Row> rows =
            new ConfigLoader<>(WeirConfig.class).defaults().rows();

    @Test
    void everyKey_hasAMeaningAndEveryMeaningAKey() {
        assertEquals(rows.stream().map(ConfigLoader.Row::key).sorted().toList(), ConfigTable.explained());
    }

    @Test
    void markdown_hasOneRowAKey() {
        String table = ConfigTable.markdown(rows);
        assertEquals(rows.size() + 2, table.lines().count());
        assertTrue(table.contains("| `http.port` | `7070` | port to listen on"), table);
    }
}
