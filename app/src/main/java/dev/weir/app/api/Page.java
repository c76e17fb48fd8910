package dev.weir.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.Column;
import dev.weir.schemas.json.Shape;
import dev.weir.topology.query.Answer.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One page of the rows of an answer: sorted, from behind the last row of the page before. A row is found again by its
 * sorted values and its id, so rows that come or go between two pages neither repeat nor hide others.
 */
record Page(List<ObjectNode> rows, Optional<Cursor.Last> last) {

    /** A column to sort by. */
    record Order(Column column, boolean descending) {

        /** Rows without a value come last either way. */
        int compare(JsonNode one, JsonNode other) {
            boolean oneIsUnknown = one.isMissingNode() || one.isNull();
            boolean otherIsUnknown = other.isMissingNode() || other.isNull();
            if (oneIsUnknown || otherIsUnknown) {
                return Boolean.compare(oneIsUnknown, otherIsUnknown);
            }
            int ascending = one.isNumber() && other.isNumber()
                    ? one.decimalValue().compareTo(other.decimalValue())
                    : one.asText().compareTo(other.asText());
            return descending ? -ascending : ascending;
        }
    }

    private record Sorted(Row row, ObjectNode json, List<JsonNode> values) {}

    /**
     * The orders of a text such as {@code -cost_usd,route}.
     *
     * @return empty if a column is none of the shape
     */
    static Optional<List<Order>> orders(String text, Shape shape) {
        List<Order> orders = new ArrayList<>();
        for (String part : Arrays.asList(text.split(",", -1))) {
            boolean descending = part.startsWith("-");
            String name = descending ? part.substring(1) : part;
            Optional<Column> column = Column.sortable(shape).stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst();
            if (column.isEmpty()) {
                return Optional.empty();
            }
            orders.add(new Order(column.get(), descending));
        }
        return Optional.of(orders);
    }

    /** The page of some rows, which are in the order of their ids. */
    static Page of(List<Row> all, List<Order> orders, int limit, Optional<Cursor.Last> after) {
        return orders.isEmpty() ? inOrder(all, limit, after) : sorted(all, orders, limit, after);
    }

    private static Page inOrder(List<Row> all, int limit, Optional<Cursor.Last> after) {
        List<Row> rest = all.stream()
                .filter(row -> after.isEmpty() || row.id().compareTo(after.get().id()) > 0)
                .limit(limit + 1L)
                .toList();
        List<Row> rows = rest.subList(0, Math.min(limit, rest.size()));
        return new Page(
                rows.stream().map(row -> row.json().get()).toList(),
                rest.size() > limit
                        ? Optional.of(new Cursor.Last(rows.get(limit - 1).id(), List.of()))
                        : Optional.empty());
    }

    private static Page sorted(List<Row> all, List<Order> orders, int limit, Optional<Cursor.Last> after) {
        Comparator<Sorted> order =
                (one, other) -> compare(orders, one.values, one.row.id(), other.values, other.row.id());
        List<Sorted> rest = all.stream()
                .map(row -> sorted(row, orders))
                .filter(row -> after.isEmpty()
                        || compare(
                                        orders,
                                        row.values,
                                        row.row.id(),
                                        after.get().values(),
                                        after.get().id())
                                > 0)
                .sorted(order)
                .limit(limit + 1L)
                .toList();
        List<Sorted> rows = rest.subList(0, Math.min(limit, rest.size()));
        return new Page(
                rows.stream().map(Sorted::json).toList(),
                rest.size() > limit
                        ? Optional.of(new Cursor.Last(rows.get(limit - 1).row.id(), rows.get(limit - 1).values))
                        : Optional.empty());
    }

    private static Sorted sorted(Row row, List<Order> orders) {
        ObjectNode json = row.json().get();
        return new Sorted(
                row, json, orders.stream().map(order -> order.column.of(json)).toList());
    }

    private static int compare(
            List<Order> orders, List<JsonNode> one, String oneId, List<JsonNode> other, String otherId) {
        for (int i = 0; i < orders.size(); i++) {
            int compared = orders.get(i).compare(one.get(i), other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return oneId.compareTo(otherId);
    }
}
