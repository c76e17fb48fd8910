package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashUniformTest {

    private static final String SALT = "2025-demo";

    private final Vectors vectors;
    private final HashUniform judge = new HashUniform(SALT, "judge");
    private final HashUniform human = new HashUniform(SALT, "human");

    HashUniformTest() throws IOException {
        vectors = Vectors.read("01_hash_sampling");
    }

    @Test
    void ids_giveReferenceNumbersToTheLastBit() {
        for (JsonNode one : vectors.casesOf("")) {
            double u = new HashUniform(
                            one.get("salt").asText(), one.get("purpose").asText())
                    .of(one.get("event_id").asText());
            assertEquals(one.get("top53").asLong() * 0x1.0p-53, u, one.toString());
            assertEquals(one.get("selected_at_0_10").asBoolean(), u < 0.1);
            assertEquals(one.get("selected_at_0_50").asBoolean(), u < 0.5);
        }
    }

    @Test
    void hundredThousandIds_areSelectedAsOftenAsInTheReference() {
        assertEquals(
                vectors.casesOf("count").get(0).get("expected_selected").asLong(),
                ids().filter(id -> judge.of(id(id)) < 0.1).count());
    }

    @Test
    void purposes_selectIndependently() {
        assertEquals(
                vectors.casesOf("joint_count_two_purposes")
                        .get(0)
                        .get("expected_selected")
                        .asLong(),
                ids().filter(id -> judge.of(id(id)) < 0.1 && human.of(id(id)) < 0.1)
                        .count());
    }

    private static IntStream ids() {
        return IntStream.rangeClosed(1, 100_000);
    }

    private static String id(int number) {
        return String.format("req-%06d", number);
    }
}
