package dev.weir.alerting.rules;

import java.util.List;
import java.util.Locale;

/** How bad a broken rule is. */
enum Severity {
    CRITICAL,
    ERROR,
    WARNING,
    INFO;

    /** Words a rules file may use. */
    static final List<String> WORDS = List.of("critical", "error", "warning", "info", "page", "ticket");

    /** The severity of a word; {@code page} is critical, {@code ticket} a warning. */
    static Severity of(String word) {
        return switch (word) {
            case "page" -> CRITICAL;
            case "ticket" -> WARNING;
            default -> valueOf(word.toUpperCase(Locale.ROOT));
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
