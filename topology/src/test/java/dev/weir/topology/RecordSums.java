package dev.weir.topology;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Windows that were published, added up field by field as their schema has them: whole numbers and counts by name are added,
 * sketches are merged, lists are distinguished by their texts. What is worked out of these (means, intervals, exemplars) is left
 * out, and so is what names the window.
 */
final class RecordSums {

    private static final Set<String> NAMES =
            Set.of("tile", "window_start", "window_end", "revision", "view", "exemplars");

    private RecordSums() {}

    /** One window of one key. */
    record Window(SeriesKey key, String tile, long startMicros) implements Comparable<Window> {

        static Window of(IndexedRecord window) {
            List<String> parts = java.util.Arrays.stream(Dimension.values())
                    .map(dimension -> String.valueOf(get(window, dimension.wireName())))
                    .toList();
            return new Window(
                    SeriesKey.parse(String.join("\u001F", parts)),
                    String.valueOf(get(window, "tile")),
                    ((java.time.Instant) get(window, "window_start")).toEpochMilli());
        }

        Window in(View view) {
            return new Window(key.in(view), tile, startMicros);
        }

        @Override
        public int compareTo(Window other) {
            return toString().compareTo(other.toString());
        }
    }

    /** The last revision of every window. */
    static <T extends IndexedRecord> SortedMap<Window, T> last(Collection<T> published) {
        SortedMap<Window, T> last = new TreeMap<>();
        published.forEach(window -> last.put(Window.of(window), window));
        return last;
    }

    /** The windows of a view. */
    static SortedMap<Window, Map<String, String>> of(SortedMap<Window, ? extends IndexedRecord> last, View view) {
        SortedMap<Window, Map<String, String>> sums = new TreeMap<>();
        last.forEach((window, record) -> {
            if (window.key().view().equals(view)) {
                sums.put(window, sum(List.of(record)));
            }
        });
        return sums;
    }

    /** The windows of the series, added up to those of a view. */
    static SortedMap<Window, Map<String, String>> seriesMergedTo(
            SortedMap<Window, ? extends IndexedRecord> last, View view) {
        SortedMap<Window, List<IndexedRecord>> parts = new TreeMap<>();
        last.forEach((window, record) -> {
            if (window.key().isSeries()) {
                parts.computeIfAbsent(window.in(view), absent -> new java.util.ArrayList<>())
                        .add(record);
            }
        });
        SortedMap<Window, Map<String, String>> sums = new TreeMap<>();
        parts.forEach((window, records) -> sums.put(window, sum(records)));
        return sums;
    }

    private static Map<String, String> sum(List<? extends IndexedRecord> records) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        SortedMap<String, QuantileSketch> sketches = new TreeMap<>();
        records.forEach(record -> add("", record, numbers, sketches));
        SortedMap<String, String> all = new TreeMap<>();
        numbers.forEach((name, number) -> all.put(name, String.valueOf(number)));
        sketches.forEach((name, sketch) -> all.put(name, Base64.getEncoder().encodeToString(sketch.toBytes())));
        return all;
    }

    private static void add(
            String prefix, IndexedRecord record, Map<String, Long> numbers, Map<String, QuantileSketch> sketches) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (!NAMES.contains(field.name())) {
                add(prefix + field.name(), value, numbers, sketches);
            }
        }
    }

    private static void add(
            String name, Object value, Map<String, Long> numbers, Map<String, QuantileSketch> sketches) {
        if (value instanceof Long number) {
            numbers.merge(name, number, Math::addExact);
        } else if (value instanceof Map<?, ?> counts) {
            counts.forEach((key, count) -> numbers.merge(name + "/" + key, (Long) count, Math::addExact));
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            sketches.computeIfAbsent(name, absent -> new QuantileSketch()).mergeWith(copy, 0, copy.length);
        } else if (value instanceof List<?> list) {
            list.forEach(
                    one -> add(name + "/" + texts((IndexedRecord) one) + "/", (IndexedRecord) one, numbers, sketches));
        }
    }

    private static String texts(IndexedRecord record) {
        StringBuilder texts = new StringBuilder();
        for (Schema.Field field : record.getSchema().getFields()) {
            if (record.get(field.pos()) instanceof CharSequence text) {
                texts.append(text).append(' ');
            }
        }
        return texts.toString();
    }

    private static Object get(IndexedRecord record, String field) {
        return record.get(record.getSchema().getField(field).pos());
    }
}
