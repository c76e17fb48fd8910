package dev.weir.topology.price;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A rule about names, as price lists write them. Case is ignored. */
sealed interface NameClause {

    /** Whether a lower-case name falls under the rule. */
    boolean holds(String key);

    /** The very name, or a part of it. */
    record Text(Place place, String text) implements NameClause {

        /** Where the text stands in the name. */
        enum Place {
            EQUALS,
            STARTS_WITH,
            ENDS_WITH,
            CONTAINS
        }

        public Text {
            text = text.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean holds(String key) {
            return switch (place) {
                case EQUALS -> key.equals(text);
                case STARTS_WITH -> key.startsWith(text);
                case ENDS_WITH -> key.endsWith(text);
                case CONTAINS -> key.contains(text);
            };
        }
    }

    /** Something that is found in the name. */
    record Expression(Pattern pattern) implements NameClause {
        @Override
        public boolean holds(String key) {
            return pattern.matcher(key).find();
        }
    }

    /** Every one of some rules. */
    record All(List<NameClause> clauses) implements NameClause {
        @Override
        public boolean holds(String key) {
            return clauses.stream().allMatch(clause -> clause.holds(key));
        }
    }

    /** At least one of some rules. */
    record Any(List<NameClause> clauses) implements NameClause {
        @Override
        public boolean holds(String key) {
            return clauses.stream().anyMatch(clause -> clause.holds(key));
        }
    }
}
