package dev.weir.schemas.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.estimate.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Reference values computed by independent code, read from {@code vectors} on the class path. */
public final class Vectors {

    private static final double USUAL_TOLERANCE = 1e-9;

    private final JsonNode root;

    private Vectors(JsonNode root) {
        this.root = root;
    }

    /** The file of a name, without its ending. */
    public static Vectors read(String name) {
        try (InputStream file =
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + name + ".json"), name)) {
            return new Vectors(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException("vectors " + name, e);
        }
    }

    /** All cases of a file. */
    public static List<JsonNode> cases(String name) {
        return read(name).cases();
    }

    /** Cases of one kind of a file; never an empty list. */
    public static List<JsonNode> cases(String name, String kind) {
        return read(name).casesOf(kind);
    }

    /** All cases. */
    public List<JsonNode> cases() {
        return StreamSupport.stream(root.get("cases").spliterator(), false).toList();
    }

    /** Cases of one kind; an empty kind means those that name none. Never an empty list. */
    public List<JsonNode> casesOf(String kind) {
        List<JsonNode> found = cases().stream()
                .filter(one -> one.path("kind").asText("").equals(kind))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(root.path("name").asText() + " has no case of kind '" + kind + "'");
        }
        return found;
    }

    public static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Within the file's own tolerance, absolute below 1 and relative above; 1e-9 where it names none. */
    public void assertNear(double expected, double actual, String what) {
        double tolerance = root.path("tolerance_abs_rel").asDouble(USUAL_TOLERANCE);
        assertEquals(expected, actual, tolerance * Math.max(1, Math.abs(expected)), what);
    }

    /** Both bounds of an interval, as above. */
    public void assertNear(JsonNode expected, Interval actual, String what) {
        assertNear(expected.get(0).asDouble(), actual.low(), what + " low");
        assertNear(expected.get(1).asDouble(), actual.high(), what + " high");
    }

    /** Within 1e-9, absolute below 1 and relative above. */
    public static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, USUAL_TOLERANCE * Math.max(1, Math.abs(expected)), what);
    }
}
