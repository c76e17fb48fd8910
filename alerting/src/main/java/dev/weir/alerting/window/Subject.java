package dev.weir.alerting.window;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whom a window and an alert are about: a series, what a view merges of several, or somebody who spends. */
public sealed interface Subject {

    /** Labels that tell it from others of its kind. */
    SortedMap<String, String> labels();

    /** Text form, for stores. */
    String text();

    /** Name for people in one line. */
    String title();

    /**
     * The calls of one key of a view; of {@link dev.weir.schemas.View#SERIES}, one series.
     *
     * @param key merged dimensions have the value {@link SeriesKey#ALL}
     */
    record Series(SeriesKey key) implements Subject {

        /** One label for each dimension that the view keeps apart and the calls name. */
        @Override
        public SortedMap<String, String> labels() {
            SortedMap<String, String> labels = new TreeMap<>();
            for (Dimension dimension : key.view().dimensions()) {
                if (!key.part(dimension).isEmpty()) {
                    labels.put(dimension.wireName(), key.part(dimension));
                }
            }
            return labels;
        }

        @Override
        public String text() {
            return key.text();
        }

        /** The route; in a view without routes, every dimension with its value. */
        @Override
        public String title() {
            SortedMap<String, String> labels = labels();
            String route = labels.get(Dimension.ROUTE.wireName());
            if (route != null) {
                return route;
            }
            return labels.isEmpty()
                    ? "all calls"
                    : String.join(
                            ", ",
                            labels.entrySet().stream()
                                    .map(label -> label.getKey() + " " + label.getValue())
                                    .toList());
        }
    }

    /** A spender. The name of its kind is also the name of its label. */
    record Spender(SpenderKey key) implements Subject {

        @Override
        public SortedMap<String, String> labels() {
            SortedMap<String, String> labels = new TreeMap<>(Map.of("tenant", key.tenant()));
            if (!key.environment().isEmpty()) {
                labels.put("environment", key.environment());
            }
            labels.put(key.kind().wireName(), key.name());
            return labels;
        }

        @Override
        public String text() {
            return key.text();
        }

        @Override
        public String title() {
            return key.kind().wireName() + " " + key.name();
        }
    }
}
