package dev.weir.topology.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A price list that somebody publishes, while it is read: its layer, and what of it was left out and why. One entry that is not
 * understood costs no other.
 */
final class PublishedFile {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final PriceLayer layer;
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> unread = new TreeMap<>();
    private int entries;

    PublishedFile(String name) {
        this.layer = new PriceLayer(name);
    }

    /**
     * The file as JSON, numbers exact.
     *
     * @throws InvalidPriceBookException if it is no JSON
     */
    static JsonNode json(InputStream in, String name) throws IOException {
        try {
            return JSON.readTree(in);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidPriceBookException(name, List.of("line " + line + ": expected JSON"));
        }
    }

    PriceLayer layer() {
        return layer;
    }

    void countEntries(int more) {
        entries += more;
    }

    /** Reads one entry, which is left out where a rate is no price or something else is not understood. */
    void read(Runnable entry, String notUnderstood) {
        try {
            entry.run();
        } catch (ArithmeticException e) {
            skip("a rate is no price: " + e.getMessage(), 1);
        } catch (IllegalArgumentException e) {
            skip(notUnderstood, 1);
        }
    }

    void skip(String reason, int models) {
        skipped.merge(reason, models, Integer::sum);
    }

    /** Counts a field that says something of a price and is not read. */
    void leaveUnread(String field) {
        unread.merge(field, 1, Integer::sum);
    }

    /**
     * What was read.
     *
     * @param required the field that makes an entry one with a price
     * @throws InvalidPriceBookException if no entry has a price
     */
    PublishedBook book(String required) {
        if (layer.size() == 0) {
            throw new InvalidPriceBookException(
                    layer.name(), List.of("models with " + required + " = 0: expected at least one"));
        }
        return new PublishedBook(new PriceBook(List.of(layer)), entries, skipped, unread);
    }
}
