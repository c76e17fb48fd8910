package dev.weir.app.api;

import static dev.weir.schemas.json.Shape.Property.always;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.api.ApiRoute.Listing;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.Shape;
import dev.weir.topology.query.Answer;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.query.Queries.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counters as rows; in JSON they stand as objects by store and name. */
final class CounterRows {

    static final Shape SHAPE = new Shape(
            "Counter",
            "A counter of the whole application.",
            List.of(
                    always("store", JsonType.TEXT, "Store that holds it."),
                    always("name", JsonType.TEXT, "What is counted."),
                    always("count", JsonType.WHOLE, "How many, since the state began.")));

    private CounterRows() {}

    static Listing all(Request request) {
        request.reading().finish();
        Counts counts = request.queries().counters();
        List<Row> rows = new ArrayList<>();
        counts.byStore()
                .forEach((store, names) -> names.forEach(
                        (name, count) -> rows.add(new Row(store + " " + name, () -> row(store, name, count)))));
        return new Listing(
                new Answer(rows, counts.whole().missing(), counts.whole().staleMillis()), Optional.empty());
    }

    private static ObjectNode row(String store, String name, long count) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("store", store)
                .put("name", name)
                .put("count", count);
    }

    /** Puts the counters of some rows into an object by store and name. */
    static void nest(List<ObjectNode> rows, ObjectNode into) {
        rows.forEach(row -> into.withObjectProperty(row.path("store").asText())
                .set(row.path("name").asText(), row.path("count")));
    }
}
