package dev.weir.schemas.json;

import java.util.List;

/**
 * A line that is no trace event. The message names every problem: field, what came, what was expected; the content of
 * text fields (prompts, answers, documents, arguments, refusals, attributes) never stands in it.
 */
public final class InvalidTraceEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidTraceEventException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems one by one, in the order of the schema's fields. */
    public List<String> problems() {
        return problems;
    }
}
