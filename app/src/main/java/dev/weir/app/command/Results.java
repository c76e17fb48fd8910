package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.run.App;
import dev.weir.app.run.TopicFollower;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.json.RecordJson;
import dev.weir.topology.StateStores;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.query.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** What a finished recording came to, read from the output topics: last revisions of the series, not of coarser views. */
record Results(List<ObjectNode> windows, List<ObjectNode> alerts, long revised) {

    /** How long stores are waited for that are moving when all has gone through. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** @param tile windows of this length */
    static Results read(App app, Tile tile) {
        Map<String, WindowStats> stats = new TreeMap<>();
        Map<String, WindowQuality> quality = new TreeMap<>();
        long[] revised = {0};
        readAll(app, Topics.WINDOW_STATS, WindowStats.class, window -> {
            SeriesKey series = SeriesKey.of(window);
            if (window.getTile().equals(tile.wireName()) && series.isSeries()) {
                stats.put(name(window.getWindowStart(), series), window);
                revised[0] += window.getRevision() > 0 ? 1 : 0;
            }
        });
        readAll(app, Topics.WINDOW_QUALITY, WindowQuality.class, window -> {
            SeriesKey series = SeriesKey.of(window);
            if (window.getTile().equals(tile.wireName()) && series.isSeries()) {
                quality.put(name(window.getWindowStart(), series), window);
            }
        });
        List<ObjectNode> windows = new ArrayList<>();
        stats.forEach((name, window) -> windows.add(Rows.window(window, quality.get(name))));
        return new Results(windows, alerts(app), revised[0]);
    }

    private static <T extends SpecificRecord> void readAll(App app, Topic topic, Class<T> type, Consumer<T> to) {
        try (TopicFollower<T> records = new TopicFollower<>(app.clientSettings(), app.codec(), List.of(topic), type)) {
            records.readToEnd((partition, record) -> to.accept(record));
        }
    }

    private static String name(Instant start, SeriesKey series) {
        return start + "\u001F" + series.text();
    }

    private static List<ObjectNode> alerts(App app) {
        List<ObjectNode> alerts = new ArrayList<>();
        readAll(app, Topics.ALERT_HISTORY, Alert.class, alert -> alerts.add(RecordJson.of(alert)));
        alerts.sort(Comparator.comparing(
                        (ObjectNode alert) -> alert.path("window_end").asText())
                .thenComparing(alert -> alert.path("alert_id").asText())
                .thenComparingLong(alert -> alert.path("revision").asLong()));
        return alerts;
    }

    /** Exit code of a summary. */
    static int code(JsonNode summary) {
        return summary.path("rejected").asLong() > 0 ? CommandLines.INPUT_REJECTED : CommandLines.DONE;
    }

    /** Summary of the counters: what was read, counted and rejected, and what was revised. */
    ObjectNode summary(ObjectNode counters, long malformed) {
        JsonNode ingest = counters.path(StateStores.INGEST_COUNTERS);
        long rejected = malformed;
        for (Map.Entry<String, JsonNode> counter : ingest.properties()) {
            if (counter.getKey().startsWith(Counters.REFUSED)) {
                rejected += counter.getValue().asLong();
            }
        }
        long unpriced = windows.stream()
                .mapToLong(w -> w.path("unpriced_calls").asLong())
                .sum();
        ObjectNode summary = JsonNodeFactory.instance
                .objectNode()
                .put("type", "summary")
                .put("read", ingest.path(Counters.READ).asLong() + malformed)
                .put("counted", ingest.path(Counters.COUNTED).asLong())
                .put("other_spans", ingest.path(Counters.OTHER_SPANS).asLong())
                .put("rejected", rejected)
                .put("malformed", malformed)
                .put("revised", revised)
                .put("unpriced_calls", unpriced)
                .put("sampled", ingest.path(Counters.SAMPLED).asLong())
                .put("windows", windows.size())
                .put("alerts", alerts.size());
        summary.set("counters", counters);
        return summary;
    }
}
