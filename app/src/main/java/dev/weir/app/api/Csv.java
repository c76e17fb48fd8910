package dev.weir.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.Column;
import dev.weir.schemas.json.JsonTable;
import dev.weir.schemas.json.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV (RFC 4180, UTF-8): a header, then a line for each row. Numbers stand without quotes and texts with them, an
 * unknown value is an empty field. A spreadsheet takes a text that begins with {@code = + - @}, a tab or a carriage return
 * for a formula; such a text, and one that begins with an apostrophe, gets an apostrophe in front. So an apostrophe at the
 * start of a text is always one too many.
 */
final class Csv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setQuoteMode(QuoteMode.NON_NUMERIC)
            .setRecordSeparator("\r\n")
            .get();

    private static final String FORMULA = "=+-@\t\r'";

    private Csv() {}

    static String of(Shape shape, List<ObjectNode> objects) {
        JsonTable table = JsonTable.of(shape, objects);
        StringBuilder out = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
            printer.printRecord(table.columns().stream().map(Column::name).toList());
            for (ObjectNode row : table.rows()) {
                for (Column column : table.columns()) {
                    printer.print(cell(column.of(row)));
                }
                printer.println();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static @Nullable Object cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isNumber()) {
            return value.numberValue();
        }
        return harmless(value.isTextual() ? value.textValue() : value.toString());
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
