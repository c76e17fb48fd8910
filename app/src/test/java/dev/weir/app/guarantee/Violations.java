package dev.weir.app.guarantee;

import java.util.List;

/** What a guarantee found broken, as a failure. */
final class Violations {

    private static final int MOST_SHOWN = 20;

    private Violations() {}

    static void requireNone(String guarantee, List<String> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError(guarantee + " does not hold, " + violations.size() + " violations:\n"
                    + String.join("\n", violations.subList(0, Math.min(MOST_SHOWN, violations.size()))));
        }
    }
}
