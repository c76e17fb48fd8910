package dev.weir.judge.judges;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Lines around untrusted texts that carry a mark of 128 random bits, new with every call. A text that happened to hold
 * the mark would get another one, so no text can close its own fence.
 */
final class Fence {

    /** Form of a fenced text. */
    static final String FORM = "=== BEGIN %2$s [%1$s]\n%3$s\n=== END %2$s [%1$s]\n";

    private final String mark;
    private final StringBuilder fenced = new StringBuilder();

    private Fence(String mark) {
        this.mark = mark;
    }

    /**
     * Empty fence.
     *
     * @param texts all that will stand inside
     */
    static Fence around(RandomGenerator random, Iterable<String> texts) {
        String mark = hex(random, 16);
        while (contains(texts, mark)) {
            mark = hex(random, 16);
        }
        return new Fence(mark);
    }

    /** Random hex digits, two per byte. */
    static String hex(RandomGenerator random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }

    /** Text of a fixed name; cut with a note beyond so many characters. */
    Fence add(String name, String text, int mostChars) {
        String shown = text.length() <= mostChars
                ? text
                : text.substring(0, mostChars) + "\n[cut here, " + (text.length() - mostChars)
                        + " characters left out]";
        fenced.append(FORM.formatted(mark, name, shown));
        return this;
    }

    String mark() {
        return mark;
    }

    String text() {
        return fenced.toString();
    }

    private static boolean contains(Iterable<String> texts, String mark) {
        for (String text : texts) {
            if (text.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
