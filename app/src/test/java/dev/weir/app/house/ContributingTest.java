package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING sends people to is there. */
class ContributingTest {

    private static final String PAGE = "CONTRIBUTING.md";
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z]+");
    private static final Pattern SCHEMA = Pattern.compile("[A-Z][A-Za-z]+\\.avsc");
    private static final Pattern FOLDER = Pattern.compile("[a-z-]+(/[a-z]+)+");

    @Test
    void tableOfChanges_namesClassesThatExist() {
        Set<String> classes = Repository.sources().stream()
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());

        List<String> named = named(CLASS);

        assertFalse(named.isEmpty());
        assertEquals(
                List.of(),
                named.stream().filter(name -> !classes.contains(name)).toList());
    }

    /** A package is written as {@code module/package}, below the module's root package. */
    @Test
    void tableOfChanges_namesPackagesThatExist() {
        Set<String> folders = new TreeSet<>();
        Repository.mainSources()
                .forEach(source -> folders.add(
                        Repository.nameOf(source.getParent()).replaceFirst("/src/main/java/dev/weir/[a-z]+", "")));

        assertEquals(
                List.of(),
                named(FOLDER).stream()
                        .filter(name -> !folders.contains(name) && !Files.exists(Repository.file(name)))
                        .toList());
    }

    @Test
    void tableOfChanges_namesSchemasThatExist() {
        List<String> schemas = named(SCHEMA);

        assertFalse(schemas.isEmpty());
        assertEquals(
                List.of(),
                schemas.stream()
                        .filter(name -> Repository.MODULES.stream()
                                .noneMatch(module -> Files.exists(Repository.file(module + "/src/main/avro/" + name))))
                        .toList());
    }

    private static List<String> named(Pattern form) {
        return CODE.matcher(Repository.section(PAGE, "changes"))
                .results()
                .map(code -> code.group(1))
                .filter(code -> form.matcher(code).matches())
                .toList();
    }
}
