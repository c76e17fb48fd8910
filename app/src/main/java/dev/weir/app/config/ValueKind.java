package dev.weir.app.config;

import dev.weir.schemas.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a configuration value can be. */
enum ValueKind {
    INT("a whole number"),
    LONG("a whole number"),
    DOUBLE("a number"),
    BOOLEAN("true or false"),
    TEXT("a text"),
    SECRET("a text"),
    DURATION("a duration such as 250ms, 90s, 5m, 2h, 7d or PT5M"),
    CHOICE("one of"),
    TEXT_LIST("a list of texts"),
    TEXT_MAP("a mapping of texts"),
    NUMBER_MAP("a mapping of numbers"),
    SECTION("a section");

    private final String expected;

    ValueKind(String expected) {
        this.expected = expected;
    }

    /** What a value of this kind is, for messages. */
    String expected() {
        return expected;
    }

    boolean isMap() {
        return this == TEXT_MAP || this == NUMBER_MAP;
    }

    /**
     * The kind of a record component.
     *
     * @throws IllegalArgumentException if configuration cannot express its type, which is a defect of the record
     */
    static ValueKind of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return INT;
        } else if (type == long.class) {
            return LONG;
        } else if (type == double.class) {
            return DOUBLE;
        } else if (type == boolean.class) {
            return BOOLEAN;
        } else if (type == String.class) {
            return TEXT;
        } else if (type == Duration.class) {
            return DURATION;
        } else if (type.isEnum()) {
            return CHOICE;
        } else if (type == Secret.class) {
            return SECRET;
        } else if (type.isRecord()) {
            return SECTION;
        }
        return ofGeneric(component);
    }

    private static ValueKind ofGeneric(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic) {
            List<Type> arguments = List.of(generic.getActualTypeArguments());
            if (component.getType() == List.class && arguments.equals(List.of(String.class))) {
                return TEXT_LIST;
            } else if (component.getType() == Map.class && arguments.equals(List.of(String.class, String.class))) {
                return TEXT_MAP;
            } else if (component.getType() == Map.class && arguments.equals(List.of(String.class, Double.class))) {
                return NUMBER_MAP;
            }
        }
        throw new IllegalArgumentException("component %s of %s: configuration has no values of type %s"
                .formatted(
                        component.getName(),
                        component.getDeclaringRecord().getName(),
                        component.getGenericType().getTypeName()));
    }
}
