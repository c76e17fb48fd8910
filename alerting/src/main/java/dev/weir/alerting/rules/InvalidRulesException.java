package dev.weir.alerting.rules;

import java.util.List;

/** A rules file that cannot be used; holds every problem, not the first only. */
public final class InvalidRulesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidRulesException(List<String> problems) {
        super(problems.size() + " problems in the rules:\n" + String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each as {@code file:line groups[0].rules[1].above = abc: expected a number}. */
    public List<String> problems() {
        return problems;
    }
}
