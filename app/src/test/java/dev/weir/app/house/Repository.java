package dev.weir.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the repository that the house's rules are about; tests run in the folder of their module. */
final class Repository {

    static final List<String> MODULES =
            List.of("schemas", "topology", "judge-worker", "alerting", "app", "benchmarks", "benchmarks-flink");

    private static final int PAGE_DEPTH = 4;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Repository() {}

    static String text(String path) {
        return text(ROOT.resolve(path));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between the comments {@code <!-- name:begin -->} and {@code <!-- name:end -->} of a page. */
    static String section(String path, String name) {
        String page = text(path);
        return page.substring(begin(page, path, name), end(page, path, name));
    }

    static void replaceSection(String path, String name, String content) {
        String page = text(path);
        String replaced = page.substring(0, begin(page, path, name)) + content + page.substring(end(page, path, name));
        try {
            Files.writeString(file(path), replaced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int begin(String page, String path, String name) {
        String mark = "<!-- " + name + ":begin -->";
        return indexOf(page, path, mark) + mark.length();
    }

    private static int end(String page, String path, String name) {
        return indexOf(page, path, "<!-- " + name + ":end -->");
    }

    private static int indexOf(String page, String path, String mark) {
        int index = page.indexOf(mark);
        if (index < 0) {
            throw new IllegalStateException(path + " has no line " + mark);
        }
        return index;
    }

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String nameOf(Path file) {
        return ROOT.relativize(file).toString();
    }

    /** Every Java source of the product. */
    static List<Path> mainSources() {
        return javaFilesOfModules("src/main/java");
    }

    /** Every Java source, tests included. */
    static List<Path> sources() {
        return javaFilesOfModules("src");
    }

    private static List<Path> javaFilesOfModules(String folder) {
        return MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(Repository::javaFiles)
                .sorted()
                .toList();
    }

    /** Every Markdown page, but for what builds leave. */
    static List<Path> pages() {
        try (Stream<Path> files = Files.walk(ROOT, PAGE_DEPTH)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.[^/]+)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
