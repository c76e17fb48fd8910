package dev.weir.alerting.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assertions;

/** Reference vectors on the class path. */
final class Vectors {

    private Vectors() {}

    static List<JsonNode> cases(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
            JsonNode root = new ObjectMapper().readTree(in);
            return StreamSupport.stream(root.get("cases").spliterator(), false).toList();
        } catch (IOException e) {
            throw new AssertionError("vector " + name, e);
        }
    }

    static List<JsonNode> cases(String name, String kind) {
        List<JsonNode> found = cases(name).stream()
                .filter(node -> kind.equals(node.path("kind").asText()))
                .toList();
        Assertions.assertFalse(found.isEmpty(), "no case of kind " + kind + " in " + name);
        return found;
    }

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static void assertClose(double expected, double actual, String what) {
        Assertions.assertEquals(expected, actual, 1e-9 * Math.max(1, Math.abs(expected)), what);
    }
}
