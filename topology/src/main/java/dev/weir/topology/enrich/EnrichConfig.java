package dev.weir.topology.enrich;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * How calls are classified.
 */
public record EnrichConfig(
        @Means("whether the opening of the answer may mark a refusal")
        boolean refusalText,

        @Means("further openings: regular expressions that are matched at the start of the answer, case ignored")
        List<String> refusalPatterns,

        SafetyConfig safety) {

    public static final EnrichConfig DEFAULT = new EnrichConfig(true, List.of(), SafetyConfig.DEFAULT);

    public EnrichConfig {
        refusalPatterns = List.copyOf(refusalPatterns);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String pattern : refusalPatterns) {
            try {
                RefusalOpenings.compile(pattern);
                if (pattern.isBlank()) {
                    problems.add("refusal_patterns = \"\": expected a regular expression that is not empty");
                }
            } catch (PatternSyntaxException e) {
                problems.add(
                        "refusal_patterns = " + pattern + ": expected a regular expression: " + e.getDescription());
            }
        }
        safety.problems().forEach(problem -> problems.add("safety." + problem));
        return problems;
    }
}
