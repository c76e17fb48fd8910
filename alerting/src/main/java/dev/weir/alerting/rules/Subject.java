package dev.weir.alerting.rules;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whom an alert is about: a series, or somebody who spends. */
public sealed interface Subject {

    /** Labels that tell it from others. */
    SortedMap<String, String> labels();

    /** Text form, for stores. */
    String text();

    /** A series of calls. */
    record Series(SeriesKey key) implements Subject {
        @Override
        public SortedMap<String, String> labels() {
            SortedMap<String, String> labels =
                    new TreeMap<>(Map.of("tenant", key.tenant(), "route", key.route(), "model", key.model()));
            putGiven(labels, Dimension.ENVIRONMENT);
            putGiven(labels, Dimension.PROVIDER);
            putGiven(labels, Dimension.VERSION);
            return labels;
        }

        private void putGiven(SortedMap<String, String> labels, Dimension dimension) {
            if (!key.part(dimension).isEmpty()) {
                labels.put(dimension.wireName(), key.part(dimension));
            }
        }

        @Override
        public String text() {
            return key.text();
        }
    }

    /**
     * A spender.
     *
     * @param by kind: user, feature, route or tenant; also the name of its label
     * @param name user id or name
     */
    record Spender(String by, String tenant, String name) implements Subject {

        /** All kinds. */
        public static final List<String> KINDS = List.of("user", "feature", "route", "tenant");

        private static final char SEPARATOR = '\u001F';

        @Override
        public SortedMap<String, String> labels() {
            return new TreeMap<>(by.equals("tenant") ? Map.of("tenant", name) : Map.of("tenant", tenant, by, name));
        }

        @Override
        public String text() {
            return by + SEPARATOR + tenant + SEPARATOR + name;
        }

        /**
         * The spender of a text form.
         *
         * @throws IllegalArgumentException if the text has not three parts
         */
        public static Spender parse(String text) {
            String[] parts = text.split(String.valueOf(SEPARATOR), 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("spender of " + parts.length + " parts: expected 3");
            }
            return new Spender(parts[0], parts[1], parts[2]);
        }
    }
}
