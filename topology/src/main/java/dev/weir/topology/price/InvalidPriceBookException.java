package dev.weir.topology.price;

import java.util.List;

/** A price list that cannot be used; the message lists every problem, one a line. */
public final class InvalidPriceBookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidPriceBookException(String name, List<String> problems) {
        super("price list " + name + " has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + "\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, as {@code key = value: expected …}. */
    public List<String> problems() {
        return problems;
    }
}
