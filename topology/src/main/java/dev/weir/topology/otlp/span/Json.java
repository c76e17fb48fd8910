package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON from strangers: nesting is bounded, names are interned nowhere, and an error quotes nothing.
 * Thread-safe.
 */
public final class Json {

    /** Deepest batch; values of attributes have a closer limit of their own, which costs one span and not the batch. */
    static final int DEPTH_OF_BATCH = 2_000;

    /** Deepest JSON inside a text: of messages, usage or metadata. */
    private static final int DEPTH_IN_TEXT = 64;

    private static final int LONGEST_STRING = 100_000_000;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonMapper BATCHES = newMapper(DEPTH_OF_BATCH, true);
    private static final JsonMapper TEXTS = newMapper(DEPTH_IN_TEXT, false);

    private Json() {}

    /** A parser of a whole batch. */
    static JsonParser parser(byte[] bytes) throws IOException {
        return BATCHES.createParser(bytes);
    }

    /** A parser of a part of a batch. */
    static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return BATCHES.createParser(bytes, offset, length);
    }

    /** The tree of a part of a batch. */
    static JsonNode tree(byte[] bytes, int offset, int length) throws IOException {
        return BATCHES.readTree(bytes, offset, length);
    }

    /**
     * The tree of one whole JSON object in UTF-8; absent when the bytes are none, or are nested deeper than {@value
     * #DEPTH_IN_TEXT} levels.
     */
    public static @Nullable ObjectNode object(byte[] bytes) {
        try {
            return TEXTS.readTree(bytes) instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null; // what came is the caller's to say: the parser's message quotes the bytes
        }
    }

    /** The tree of a text that may be JSON; absent when it is none, or is nested deeper than {@value #DEPTH_IN_TEXT} levels. */
    public static @Nullable JsonNode ofText(String text) {
        try {
            JsonNode node = TEXTS.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null; // a text like any other
        }
    }

    /** Whether a text begins like a JSON object or array. */
    public static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' || c == '[') {
                return true;
            }
            if (!Character.isWhitespace(c)) {
                return false;
            }
        }
        return false;
    }

    static String placeOf(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "" : " at byte " + at.getByteOffset();
    }

    static String nameOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default ->
                token.name().toLowerCase(Locale.ROOT).replace("value_", "a ").replace('_', ' ');
        };
    }

    /**
     * @param places whether places in the bytes are asked for: only the parser that keeps a table of names knows them, which
     *     the factory bounds and renews
     */
    private static JsonMapper newMapper(int depth, boolean places) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(LONGEST_STRING)
                        .maxNameLength(LONGEST_STRING)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, places)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
