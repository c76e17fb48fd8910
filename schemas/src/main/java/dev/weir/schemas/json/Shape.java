package dev.weir.schemas.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of JSON object holds: the contract that answers, tables, schemas and documents are made from. Immutable.
 *
 * @param name of the kind, unique among all shapes
 * @param doc one sentence for a reader
 * @param properties in the order in which they are written
 */
public record Shape(String name, String doc, List<Property> properties) {

    /**
     * One property.
     *
     * @param doc one sentence for a reader, with the unit
     * @param always whether every object has it; what is unknown is absent
     */
    public record Property(String name, String doc, JsonType type, boolean always) {

        /** A property that every object has. */
        public static Property always(String name, JsonType type, String doc) {
            return new Property(name, doc, type, true);
        }

        /** A property that is absent where it is unknown. */
        public static Property ifKnown(String name, JsonType type, String doc) {
            return new Property(name, doc, type, false);
        }
    }

    public Shape {
        properties = List.copyOf(properties);
    }

    /** The shape of an object that has these properties too, at its end. */
    public Shape with(Property... more) {
        List<Property> all = new ArrayList<>(properties);
        all.addAll(List.of(more));
        return new Shape(name, doc, all);
    }

    /** The property of a name. */
    public Optional<Property> property(String named) {
        return properties.stream().filter(one -> one.name().equals(named)).findFirst();
    }
}
