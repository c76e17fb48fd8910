package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers that stored state holds: a line may be added here, none may be changed. */
class StoredNumbersTest {

    @Test
    void everyTypeOfEvaluator_hasTheNumberThatStateHolds() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (EvaluatorType type : EvaluatorType.values()) {
            numbers.put(type.name(), StoredNumbers.of(type));
            assertEquals(type, StoredNumbers.evaluatorType(StoredNumbers.of(type)));
        }
        assertEquals(Map.of("LLM_JUDGE", 0, "DETERMINISTIC", 1, "HUMAN", 2, "UNKNOWN", 3), numbers);
    }

    @Test
    void everyScale_hasTheNumberThatStateHolds() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Scale scale : Scale.values()) {
            numbers.put(scale.name(), StoredNumbers.of(scale));
            assertEquals(scale, StoredNumbers.scale(StoredNumbers.of(scale)));
        }
        assertEquals(Map.of("SCORE", 0, "RATE", 1), numbers);
    }

    @Test
    void everyTile_hasTheNumberThatStateHolds() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Tile tile : Tile.values()) {
            numbers.put(tile.name(), StoredNumbers.of(tile));
            assertEquals(tile, StoredNumbers.tile(StoredNumbers.of(tile)));
        }
        assertEquals(Map.of("MINUTE", 0, "HOUR", 1, "DAY", 2), numbers);
    }

    @Test
    void numberOfNoConstant_isADefect_thatSaysWhatWasExpected() {
        assertEquals(
                "stored scale = 2: expected 0 to 1",
                assertThrows(IllegalStateException.class, () -> StoredNumbers.scale(2))
                        .getMessage());
        assertEquals(
                "stored tile = 3: expected 0 to 2",
                assertThrows(IllegalStateException.class, () -> StoredNumbers.tile(3))
                        .getMessage());
        assertEquals(
                "stored evaluator type = -1: expected 0 to 3",
                assertThrows(IllegalStateException.class, () -> StoredNumbers.evaluatorType(-1))
                        .getMessage());
    }
}
