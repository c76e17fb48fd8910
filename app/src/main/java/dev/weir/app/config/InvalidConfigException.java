package dev.weir.app.config;

import java.util.List;

/** A configuration that cannot be used: every problem as {@code key = value: expected … (where it stands)}. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** An exception of at least one problem. */
    public InvalidConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the sources. */
    public List<String> problems() {
        return problems;
    }
}
