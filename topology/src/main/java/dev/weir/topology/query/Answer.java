package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Rows of an answer, in the order of their ids, and how whole the answer is.
 *
 * @param missing partitions of which no copy can be reached; empty when the answer is whole
 * @param staleMillis age of the oldest copy that was used; 0: all were active ones
 * @param view whose windows were read; empty where the question is about none
 */
public record Answer(List<Row> rows, Set<Integer> missing, long staleMillis, String view) {

    /**
     * One row.
     *
     * @param id unique among the rows of any answer to the same question
     * @param json the object; made when it is asked for
     */
    public record Row(String id, Supplier<ObjectNode> json) {}

    public Answer {
        rows = List.copyOf(rows);
        missing = new TreeSet<>(missing);
    }

    /** An answer to a question that is about no view. */
    public Answer(List<Row> rows, Set<Integer> missing, long staleMillis) {
        this(rows, missing, staleMillis, "");
    }

    /** The same answer, read from the windows of a view. */
    Answer from(String read) {
        return new Answer(rows, missing, staleMillis, read);
    }

    /** Whether partitions are missing. */
    public boolean isPartial() {
        return !missing.isEmpty();
    }

    /** The objects of all rows. */
    public List<ObjectNode> objects() {
        return rows.stream().map(row -> row.json().get()).toList();
    }

    static Answer of(List<Row> rows, Collection<? extends Gathered<?>> parts) {
        Set<Integer> missing = new TreeSet<>();
        parts.forEach(part -> missing.addAll(part.missing()));
        return new Answer(
                rows,
                missing,
                parts.stream().mapToLong(Gathered::staleMillis).max().orElse(0));
    }
}
