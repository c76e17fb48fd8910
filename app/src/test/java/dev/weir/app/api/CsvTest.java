package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.Shape;
import dev.weir.schemas.json.Shape.Property;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CsvTest {

    private static final Shape SHAPE = new Shape(
            "Sample",
            "A row.",
            List.of(
                    Property.always("model", JsonType.TEXT, "A text."),
                    Property.always("calls", JsonType.WHOLE, "A number."),
                    Property.ifKnown("cost_usd", JsonType.USD, "Money."),
                    Property.always("start", JsonType.TIME, "A time."),
                    Property.always("by_reason", JsonType.COUNTS, "Counts.")));

    private static ObjectNode row(String model, long calls) {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("calls", calls)
                .put("start", "2026-11-21T08:00:00Z");
        row.putObject("by_reason");
        return row;
    }

    @Test
    void numbersAreBare_textsQuoted_unknownValuesEmpty() {
        ObjectNode known = row("4", 12).put("cost_usd", new java.math.BigDecimal("0.803835"));
        known.withObjectProperty("by_reason").put("stop", 9);

        assertEquals(
                "\"model\",\"calls\",\"cost_usd\",\"start\",\"by_reason.stop\"\r\n"
                        + "\"4\",12,0.803835,\"2026-11-21T08:00:00Z\",9\r\n"
                        + "\"b\",-1,,\"2026-11-21T08:00:00Z\",\r\n",
                Csv.of(SHAPE, List.of(known, row("b", -1))));
    }

    @Test
    void textThatIsAFormula_isDefusedAndCanBeReadBack() throws Exception {
        List<String> texts =
                List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted", "a=b", "", "a\"b,\nc");
        String csv = Csv.of(SHAPE, texts.stream().map(text -> row(text, 1)).toList());

        List<CSVRecord> records = CSVFormat.RFC4180.parse(new StringReader(csv)).getRecords();
        for (int i = 0; i < texts.size(); i++) {
            String read = records.get(i + 1).get(0);
            assertTrue(read.isEmpty() || "=+-@\t\r".indexOf(read.charAt(0)) < 0, read);
            assertEquals(texts.get(i), read.startsWith("'") ? read.substring(1) : read);
        }
    }
}
