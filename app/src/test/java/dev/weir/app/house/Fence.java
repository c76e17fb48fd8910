package dev.weir.app.house;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A fenced block of a page. The words behind the fence say what a test does with it: {@code sh demo} and {@code sh live} are
 * run against an instance of that kind, {@code yaml config} and {@code yaml rules} are read as such files.
 *
 * @param page file of the repository
 * @param line of the opening fence, from 1
 * @param kind words behind the opening fence
 * @param text between the fences
 */
record Fence(String page, int line, String kind, String text) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z ]*)\\R(.*?)^```$");

    /** Blocks of a kind on all pages, in order. */
    static List<Fence> all(String kind) {
        return Repository.pages().stream()
                .map(Repository::nameOf)
                .flatMap(page -> of(page).stream())
                .filter(fence -> fence.kind.equals(kind))
                .toList();
    }

    /** All blocks of a page, in order. */
    static List<Fence> of(String page) {
        String text = Repository.text(page);
        return BLOCK.matcher(text)
                .results()
                .map((MatchResult found) -> new Fence(
                        page,
                        1 + (int) text.substring(0, found.start()).lines().count(),
                        found.group(1),
                        found.group(2)))
                .toList();
    }

    /** Where it stands, for a message. */
    String place() {
        return page + ":" + line;
    }
}
