package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.spend.SpendAggregate;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who spends most, where some spenders share a window. */
class SpendersTest {

    private static final long DAY = Tile.DAY.millis();

    private final Spenders spenders = new Spenders(DAY, 3 * DAY);

    private static SpendAggregate spend(long nanoUsd) {
        return SpendAggregate.of(1, 0, nanoUsd, 10, 1, SpendAggregate.Reconciled.NONE);
    }

    private void exact(String user, long day, long nanoUsd) {
        spenders.add(key(user, day), spend(nanoUsd));
    }

    private static WindowKey key(String user, long day) {
        return new WindowKey(new SpenderKey("t", "production", Kind.USER, user).text(), Tile.DAY, day * DAY);
    }

    /** A shared window of so many users who each cost as much as their number, in nano-USD. */
    private static SpendAggregate shared(int users) {
        SpendAggregate sum = new SpendAggregate();
        for (int i = 1; i <= users; i++) {
            SpendAggregate one = spend(i);
            one.shareWindow(new SpenderKey("t", "production", Kind.USER, "s" + i).text());
            sum.mergeWith(one);
        }
        return sum;
    }

    private Map<String, JsonNode> rows() {
        Map<String, JsonNode> rows = new HashMap<>();
        spenders.rows()
                .forEach(row -> rows.put(
                        row.json().get().path("spender").textValue(), row.json().get()));
        return rows;
    }

    private static JsonNode of(Map<String, JsonNode> rows, String spender) {
        JsonNode row = rows.get(spender);
        if (row == null) {
            throw new AssertionError("no row of " + spender + " among " + rows.keySet());
        }
        return row;
    }

    private static long nano(JsonNode row, String field) {
        return row.get(field).decimalValue().movePointRight(9).longValueExact();
    }

    @Test
    void withoutOverflow_rowsAreExactAndBoundsAreNotThere() {
        exact("a", 1, 5);
        exact("a", 2, 7);
        exact("b", 1, 20);
        List<Row> list = spenders.rows();

        assertEquals("b", list.get(0).json().get().path("spender").textValue());
        assertTrue(list.get(0).id().compareTo(list.get(1).id()) < 0, "ids sort as rows do");
        assertEquals(12, nano(of(rows(), "a"), "cost_usd"));
        assertFalse(of(rows(), "a").has("cost_usd_at_most"));
    }

    @Test
    void sharedWindow_boundsEverySpender_andRowsAddUpToTheTotal() {
        int users = 500;
        exact("a", 1, 1_000);
        exact("a", 2, 1_000);
        exact("late", 2, 3);
        spenders.add(key("~other-0", 1), shared(users));
        Map<String, JsonNode> rows = rows();

        long total = 0;
        for (JsonNode row : rows.values()) {
            total += nano(row, "cost_usd");
        }
        assertEquals(2_003 + users * (users + 1) / 2, total);
        JsonNode dearest = of(rows, "s500");
        assertTrue(nano(dearest, "cost_usd") <= 500 && 500 <= nano(dearest, "cost_usd_at_most"), dearest.toString());
        assertFalse(dearest.has("calls"), "unknown, not zero");
        assertFalse(of(rows, "a").has("cost_usd_at_most"), "told apart on both days");
        JsonNode late = of(rows, "late");
        assertEquals(
                BigDecimal.valueOf(3, 9), late.get("cost_usd").decimalValue().setScale(9));
        assertTrue(nano(late, "cost_usd_at_most") > 3, "it may have been among the others on the first day");
    }
}
