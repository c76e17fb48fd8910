package dev.weir.app.command;

import dev.weir.schemas.text.Visible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows laid out for so many columns of a terminal. What every row says alike is said once above the table. Where the rest
 * does not fit, names are cut with an ellipsis, then whole columns are left out and named below.
 */
final class TextTable {

    private static final String GAP = " ";
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    /**
     * A column.
     *
     * @param right whether its cells stand to the right, as numbers do
     * @param least characters that have to stay when its cells are cut; 0: they are never cut
     * @param rank what is left out first has the highest rank; 0: the column always stays
     */
    record Column(String title, boolean right, int least, int rank) {

        /** A name, which may be cut down to so many characters. */
        static Column name(String title, int least) {
            return new Column(title, false, least, 0);
        }

        /** A text that is never cut. */
        static Column text(String title) {
            return new Column(title, false, 0, 0);
        }

        /** A number. */
        static Column number(String title) {
            return new Column(title, true, 0, 0);
        }

        /** The same column, left out where the room is short. */
        Column ranked(int newRank) {
            return new Column(title, right, least, newRank);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows;

    /** @param rows each with one cell for each column; what cannot be seen in them is shown as {@link Visible} does */
    TextTable(List<Column> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows.stream()
                .map(row -> row.stream().map(TextTable::printable).toList())
                .toList();
    }

    /** The lines of the table, none longer than the width unless its fixed columns alone are. */
    List<String> lines(int width) {
        List<Integer> shown = new ArrayList<>();
        List<String> alike = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (isAlike(i)) {
                if (!isBlank(i)) {
                    alike.add(columns.get(i).title() + " " + rows.get(0).get(i));
                }
            } else {
                shown.add(i);
            }
        }
        List<Integer> leftOut = new ArrayList<>();
        while (least(shown) > width) {
            Optional<Integer> next = shown.stream()
                    .filter(i -> columns.get(i).rank() > 0)
                    .max(Comparator.comparing(this::isBlank)
                            .thenComparingInt(i -> columns.get(i).rank()));
            if (next.isEmpty()) {
                break;
            }
            shown.remove(next.get());
            leftOut.add(next.get());
        }
        List<String> lines = new ArrayList<>();
        if (!alike.isEmpty()) {
            lines.addAll(wrapped("all: " + String.join(", ", alike), "", width));
        }
        lines.addAll(body(shown, width));
        if (!leftOut.isEmpty()) {
            String titles =
                    leftOut.stream().sorted().map(i -> columns.get(i).title()).collect(Collectors.joining(", "));
            lines.addAll(wrapped(
                    "left out for " + width + " columns: " + titles + "; a wider terminal (COLUMNS) or --json has them",
                    "",
                    width));
        }
        return lines;
    }

    private List<String> body(List<Integer> shown, int width) {
        int[] widths = shown.stream().mapToInt(this::natural).toArray();
        while (IntStream.of(widths).sum() + widths.length - 1 > width) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean shrinks = columns.get(shown.get(i)).least() > 0 && widths[i] > leastOf(shown.get(i));
                if (shrinks && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(shown, widths, columns.stream().map(Column::title).toList()));
        rows.forEach(row -> lines.add(line(shown, widths, row)));
        return lines;
    }

    private String line(List<Integer> shown, int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(shown.get(i)), widths[i]);
            String space = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(shown.get(i)).right() ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    /** Whether a name is the same in every row, of which there are several. */
    private boolean isAlike(int column) {
        return columns.get(column).least() > 0
                && rows.size() > 1
                && rows.stream().map(row -> row.get(column)).distinct().count() == 1;
    }

    /** Whether a column says nothing in any row. */
    private boolean isBlank(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.matches("-?|0+(\\.0+)?"));
    }

    private int natural(int column) {
        return Math.max(
                length(columns.get(column).title()),
                rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0));
    }

    private int leastOf(int column) {
        int least = columns.get(column).least();
        return least == 0 ? natural(column) : Math.min(natural(column), least);
    }

    private int least(List<Integer> shown) {
        return shown.stream().mapToInt(this::leastOf).sum() + shown.size() - 1;
    }

    private static String printable(String text) {
        return Visible.of(text);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int most) {
        return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
    }

    /**
     * A text in lines of at most a width, broken at spaces; a longer word has a line of its own and is cut.
     *
     * @param indent what each line but the first begins with
     */
    static List<String> wrapped(String text, String indent, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : printable(LINE_BREAKS.matcher(text).replaceAll(" ")).split(" +")) {
            if (length(line.toString()) + 1 + length(word) > width
                    && !line.toString().isBlank()) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent);
            } else if (!line.toString().isBlank()) {
                line.append(' ');
            }
            line.append(cut(word, Math.max(1, width - length(line.toString()))));
        }
        lines.add(line.toString());
        return lines;
    }
}
