package dev.weir.app.api;

import dev.weir.app.http.HttpException;
import dev.weir.app.http.HttpException.InvalidParameter;
import dev.weir.schemas.json.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one request while they are read. Problems are collected, so that an error names all of them. Not
 * thread-safe.
 */
final class Reading {

    private final Map<String, String> texts;
    private final List<InvalidParameter> problems = new ArrayList<>();

    /** A request to a route; parameters that the route does not know are problems. */
    Reading(Map<String, String> texts, List<Parameter<?>> known) {
        this.texts = texts;
        List<String> names = known.stream().map(Parameter::name).sorted().toList();
        texts.forEach((name, value) -> {
            if (value.length() > ApiParameters.LONGEST_VALUE && !name.equals(ApiParameters.CURSOR.name())) {
                refuse(name, value.length() + " characters", "at most " + ApiParameters.LONGEST_VALUE);
            }
            if (!names.contains(name)) {
                refuse(
                        name,
                        value,
                        names.isEmpty() ? "no parameter" : "one of the parameters " + String.join(", ", names));
            }
        });
    }

    /** The value of a parameter; empty where it is absent or wrong. */
    <T> Optional<T> get(Parameter<T> parameter) {
        String text = texts.get(parameter.name());
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = parameter.read().apply(text);
        if (value.isEmpty()) {
            refuse(parameter.name(), text, parameter.expected());
        }
        return value;
    }

    /** The columns to sort by; none where the parameter is absent or wrong. */
    List<Page.Order> sorted(Shape shape) {
        Optional<String> text = get(ApiParameters.SORT);
        Optional<List<Page.Order>> orders = text.flatMap(columns -> Page.orders(columns, shape));
        if (text.isPresent() && orders.isEmpty()) {
            refuse(ApiParameters.SORT.name(), text.get(), ApiParameters.SORT.expected());
        }
        return orders.orElse(List.of());
    }

    /** The page before; empty where the parameter is absent or wrong. */
    Optional<Cursor> cursor(int columns) {
        Optional<String> text = get(ApiParameters.CURSOR);
        Optional<Cursor> cursor = text.flatMap(encoded -> Cursor.parse(encoded, columns))
                .filter(one -> one.question().equals(Cursor.questionOf(texts)));
        if (text.isPresent() && cursor.isEmpty()) {
            refuse(ApiParameters.CURSOR.name(), text.get(), ApiParameters.CURSOR.expected());
        }
        return cursor;
    }

    boolean has(Parameter<?> parameter) {
        return texts.containsKey(parameter.name());
    }

    /** Text of a parameter as it came; empty where it is absent. */
    String text(Parameter<?> parameter) {
        return texts.getOrDefault(parameter.name(), "");
    }

    /** All parameters as they came. */
    Map<String, String> texts() {
        return texts;
    }

    void refuse(String name, String value, String expected) {
        problems.add(new InvalidParameter(name, value, expected));
    }

    /**
     * Ends the reading.
     *
     * @throws HttpException if there was any problem
     */
    void finish() {
        if (!problems.isEmpty()) {
            throw HttpException.badParameters(problems);
        }
    }
}
