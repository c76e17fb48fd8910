package dev.weir.app.traffic;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** One row of a CSV, read by column name. A record is one line; quotes may hold commas but no line ends. */
final class CsvRow {

    private final Map<String, Integer> columns;
    private final List<String> values;

    private CsvRow(Map<String, Integer> columns, List<String> values) {
        this.columns = columns;
        this.values = values;
    }

    /**
     * The row of a line.
     *
     * @throws MalformedRowException if quotes do not match or the number of columns is another than the header's
     */
    static CsvRow parse(Map<String, Integer> columns, String line) {
        List<String> values = split(line);
        if (values.size() != columns.size()) {
            throw new MalformedRowException(values.size() + " columns: expected " + columns.size());
        }
        return new CsvRow(columns, values);
    }

    static List<String> split(String line) {
        if (line.indexOf('"') < 0) {
            return List.of(line.split(",", -1));
        }
        try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
            List<String> values = new ArrayList<>();
            parser.getRecords().forEach(each -> each.forEach(values::add));
            return values;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRowException("quotes do not match: expected an even number of them in the line");
        }
    }

    boolean has(String column) {
        Integer at = columns.get(column);
        return at != null && !values.get(at).isBlank();
    }

    /** Text of a column; empty where there is none. */
    String text(String column) {
        Integer at = columns.get(column);
        return at == null ? "" : values.get(at).strip();
    }

    /** Whole number of 0 or more that has to be there. */
    long count(String column) {
        String text = text(column);
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw unexpected(column, text, "a whole number of 0 or more");
        }
        throw unexpected(column, text, "a whole number of 0 or more");
    }

    OptionalLong optionalCount(String column) {
        return has(column) ? OptionalLong.of(count(column)) : OptionalLong.empty();
    }

    /**
     * Decimal number of 0 or more, as a whole number of micros.
     *
     * @param microsPerUnit 1,000,000 for a column in seconds, 1,000 for milliseconds
     */
    long micros(String column, long microsPerUnit) {
        String text = text(column);
        try {
            BigDecimal value = new BigDecimal(text).multiply(BigDecimal.valueOf(microsPerUnit));
            if (value.signum() >= 0 && value.scale() <= 40 && value.precision() - value.scale() <= 18) {
                return value.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
            }
        } catch (NumberFormatException e) {
            throw unexpected(column, text, "a number of 0 or more");
        }
        throw unexpected(column, text, "a number of 0 or more");
    }

    static MalformedRowException unexpected(String column, String actual, String expected) {
        String shown = actual.length() <= 60 ? actual : actual.substring(0, 60) + "…";
        return new MalformedRowException(String.format(
                Locale.ROOT, "%s = %s: expected %s", column, shown.isEmpty() ? "(empty)" : shown, expected));
    }
}
