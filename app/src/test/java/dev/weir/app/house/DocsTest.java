package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people hang together: each can be reached, and each link leads somewhere. */
class DocsTest {

    private static final int README_BYTES = 12_288;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");

    @Test
    void readme_isShort() {
        int bytes = Repository.text("README.md").getBytes(StandardCharsets.UTF_8).length;

        assertTrue(bytes <= README_BYTES, "README.md has " + bytes + " bytes: expected at most " + README_BYTES);
    }

    @Test
    void relativeLinks_lead() {
        List<String> broken = new ArrayList<>();
        for (Path page : Repository.pages()) {
            for (String link : links(page)) {
                Path target = target(page, link);
                if (!Files.exists(target)) {
                    broken.add(Repository.nameOf(page) + ": no file " + link);
                } else if (link.contains("#") && !anchors(target).contains(link.substring(link.indexOf('#') + 1))) {
                    broken.add(Repository.nameOf(page) + ": no heading " + link);
                }
            }
        }

        assertEquals(List.of(), broken);
    }

    @Test
    void everyPage_canBeReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        List<Path> open = new ArrayList<>(List.of(Repository.file("README.md")));
        while (!open.isEmpty()) {
            Path page = open.remove(open.size() - 1);
            if (reached.add(page)) {
                links(page).stream()
                        .map(link -> target(page, link))
                        .filter(target -> target.toString().endsWith(".md") && Files.exists(target))
                        .forEach(open::add);
            }
        }

        assertEquals(
                List.of(),
                Repository.pages().stream()
                        .filter(page -> !reached.contains(page))
                        .map(Repository::nameOf)
                        .toList());
    }

    @Test
    void readme_linksEveryPageOfTheManual() {
        Set<Path> linked = links(Repository.file("README.md")).stream()
                .map(link -> target(Repository.file("README.md"), link))
                .collect(Collectors.toSet());

        try (Stream<Path> manual = Files.list(Repository.file("docs"))) {
            assertEquals(
                    List.of(),
                    manual.filter(page -> !linked.contains(page))
                            .map(Repository::nameOf)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void examplesOfConfiguration_areValid(@TempDir Path directory) throws IOException {
        List<Fence> examples = Fence.all("yaml config");
        assertFalse(examples.isEmpty());
        for (Fence example : examples) {
            Path file = Files.writeString(directory.resolve("weir.yaml"), example.text());
            new ConfigLoader<>(WeirConfig.class).load(file, Map.of(), List.of());
        }
    }

    @Test
    void examplesOfRules_areValid() throws InvalidRulesException {
        List<Fence> examples = Fence.all("yaml rules");
        assertFalse(examples.isEmpty());
        for (Fence example : examples) {
            RuleFile.parse(example.place(), example.text());
        }
    }

    private static List<String> links(Path page) {
        return LINK.matcher(withoutCode(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":"))
                .toList();
    }

    private static Path target(Path page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page : page.getParent().resolve(file).normalize();
    }

    /** The headings of a page as they stand in a link: lower case, blanks as hyphens, no punctuation. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(withoutCode(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(Path page) {
        return FENCE.matcher(Repository.text(page)).replaceAll("");
    }
}
