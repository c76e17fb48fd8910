package dev.weir.topology.otlp.span;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "15 | 15 | ",
                "-1 | -1 | ",
                "9223372036854775807 | 9223372036854775807 | ",
                "15.0 | 15 | NUMBER_FROM_DOUBLE",
                "\"15\" | 15 | NUMBER_FROM_TEXT",
                "\" 15 \" | 15 | NUMBER_FROM_TEXT",
                "\"15.0\" | 15 | NUMBER_FROM_TEXT",
                "\"1.5e3\" | 1500 | NUMBER_FROM_TEXT"
            })
    void wholeNumber_isReadWhateverItsForm(String json, long number, String repair) throws JsonProcessingException {
        Repairs repairs = new Repairs();

        assertEquals(number, Numbers.count(tree(json), repairs));
        assertEquals(repair == null ? Set.of() : Set.of(Repair.valueOf(repair)), repairs.noted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "\"1.5\"",
                "\"many\"",
                "true",
                "[1]",
                "{}",
                "1e300",
                "9223372036854775808",
                "\"1e999999999\"",
                "\"99999999999999999999999999999999999999999\"",
                "9007199254740993.0e3"
            })
    void whatIsNoWholeNumber_isAbsentAndCounted(String json) throws JsonProcessingException {
        Repairs repairs = new Repairs();

        assertNull(Numbers.count(tree(json), repairs));
        assertEquals(Set.of(Repair.UNREADABLE_NUMBER), repairs.noted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \""})
    void nothing_isAbsentAndNotCounted(String json) throws JsonProcessingException {
        Repairs repairs = new Repairs();

        assertNull(Numbers.count(tree(json), repairs));
        assertNull(Numbers.number(tree(json), repairs));
        assertNull(Numbers.count(null, repairs));
        assertEquals(Set.of(), repairs.noted());
    }

    @Test
    void fraction_isReadFromTextToo() throws JsonProcessingException {
        assertEquals(0.25, Numbers.number(tree("0.25"), new Repairs()));
        assertEquals(0.25, Numbers.number(tree("\"0.25\""), new Repairs()));
        assertEquals(3.0, Numbers.number(tree("3"), new Repairs()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"NaN\"", "\"1e999\"", "\"fast\"", "[0.5]", "true"})
    void whatIsNoFiniteNumber_isAbsentAndCounted(String json) throws JsonProcessingException {
        Repairs repairs = new Repairs();

        assertNull(Numbers.number(tree(json), repairs));
        assertTrue(repairs.noted().contains(Repair.UNREADABLE_NUMBER));
    }

    @Test
    void flag_isABooleanOrItsText() throws JsonProcessingException {
        assertEquals(true, Numbers.flag(tree("true")));
        assertEquals(false, Numbers.flag(tree("\"False\"")));
        assertNull(Numbers.flag(tree("\"maybe\"")));
        assertNull(Numbers.flag(null));
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }
}
