package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reference values computed by independent code, read from the class path. */
final class Vectors {

    private final JsonNode root;

    private Vectors(JsonNode root) {
        this.root = root;
    }

    static Vectors read(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + name + ".json"), name)) {
            return new Vectors(new ObjectMapper().readTree(file));
        }
    }

    /** Cases of one kind; an empty kind means those that name none. Never an empty list. */
    List<JsonNode> cases(String kind) {
        List<JsonNode> result = new ArrayList<>();
        for (JsonNode one : root.get("cases")) {
            if (one.path("kind").asText("").equals(kind)) {
                result.add(one);
            }
        }
        if (result.isEmpty()) {
            throw new IllegalStateException(root.get("name") + " has no case of kind '" + kind + "'");
        }
        return result;
    }

    void assertClose(double expected, double actual, String what) {
        double tolerance = root.get("tolerance_abs_rel").asDouble() * Math.max(1, Math.abs(expected));
        assertEquals(expected, actual, tolerance, what);
    }
}
