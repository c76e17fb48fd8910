package dev.weir.alerting.rules;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How one kind of rule is written in a rules file.
 *
 * @param kind value of the key {@code kind}
 * @param detector value of the key {@code detector}; empty where the kind has no such key
 * @param keys all keys of such a rule
 * @param reader reads one; several rules come of one that has steps
 */
record RuleSyntax(String kind, String detector, List<String> keys, Function<RuleReader, List<AlertRule>> reader) {

    /** Keys of every rule that watches calls, and its own. */
    static List<String> withCommon(String... own) {
        return Stream.concat(RuleReader.COMMON.stream(), Stream.of(own)).toList();
    }
}
