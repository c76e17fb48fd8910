package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules that are about the text of the sources and not about classes. */
class SourceRulesTest {

    private static final int LONGEST_FILE_LINES = 300;
    private static final Pattern TO_BE_DONE = Pattern.compile("\\b(TODO|FIXME)\\b");
    private static final Pattern KEY_VALUE = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");
    private static final Pattern GLOSSARY_ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|");

    @Test
    void everyFile_isShortEnoughToRead() {
        List<String> tooLong = new ArrayList<>();
        for (Path source : Repository.mainSources()) {
            long lines = Repository.text(source).lines().count();
            if (lines >= LONGEST_FILE_LINES) {
                tooLong.add(Repository.nameOf(source) + " has " + lines + " lines: expected under 300");
            }
        }

        assertEquals(List.of(), tooLong);
    }

    @Test
    void noSource_putsWorkOff() {
        List<String> found = Repository.mainSources().stream()
                .filter(source -> TO_BE_DONE.matcher(Repository.text(source)).find())
                .map(Repository::nameOf)
                .toList();

        assertEquals(List.of(), found);
    }

    @Test
    void topics_areNamedInOnePlace() {
        List<String> found = new ArrayList<>();
        for (Path source : Repository.mainSources()) {
            String text = Repository.text(source);
            for (Topic topic : Topics.all()) {
                if (text.contains("\"" + topic.name() + "\"") && !source.endsWith("Topics.java")) {
                    found.add(Repository.nameOf(source) + " names " + topic.name() + ": expected Topics to name it");
                }
            }
        }

        assertEquals(List.of(), found);
    }

    @Test
    void keysOfLogLines_standInTheGlossary() {
        String glossary = Repository.section("CONTRIBUTING.md", "glossary");
        Set<String> known = matches(GLOSSARY_ROW, glossary);
        Set<String> used = new TreeSet<>();
        Repository.mainSources().forEach(source -> used.addAll(matches(KEY_VALUE, Repository.text(source))));

        assertTrue(used.size() > 5, "found only " + used);
        assertEquals(used, known);
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
