package dev.weir.alerting.rules;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
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
    }
}
