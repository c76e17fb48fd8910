package dev.weir.schemas;

import java.util.HexFormat;

/**
 * How long a text from outside may be that becomes a key, a part of one, a header, a label or an entry of state, and what
 * becomes of a longer one. Every intake asks here: trace events, spans, logs, gateway records, evaluations and scores. With
 * these limits, and those on the number of entries that each aggregate states, every record that Weir makes stays below
 * {@link dev.weir.schemas.headers.RecordLimit#MOST_BYTES}. Texts of calls (prompts, answers, documents) are no keys and have no limit here.
 *
 * <p>Lengths are in {@code char}s; a character of one takes at most three bytes in UTF-8. No text is cut within a surrogate
 * pair, since half of one is another text after it was written and read.
 *
 * <table>
 * <caption>What is limited</caption>
 * <tr><th>limit</th><th>chars</th><th>fields</th><th>a longer one</th></tr>
 * <tr><td>ID</td><td>128</td><td>ids of traces, spans, tasks and scores</td><td>is refused: others are joined by it</td></tr>
 * <tr><td>NAME</td><td>128</td><td>tenant, environment, route, provider, model, version, user, feature, evaluator and its
 *     version, dimension, class of an error</td><td>keeps its head and ends with the hash of all of it</td></tr>
 * <tr><td>LABEL</td><td>64</td><td>verdicts in words</td><td>as a name</td></tr>
 * <tr><td>RESPONSE_ID</td><td>256</td><td>ids that providers give to answers</td><td>is its hash: it is only compared</td></tr>
 * <tr><td>ATTRIBUTE</td><td>256</td><td>attributes that the configuration keeps</td><td>is cut and ends with an ellipsis</td></tr>
 * <tr><td>MESSAGE</td><td>500</td><td>messages of dead letters</td><td>is cut likewise</td></tr>
 * <tr><td>SUMMARY</td><td>1,024</td><td>summaries of alerts</td><td>is cut likewise</td></tr>
 * <tr><td>EXPLANATION</td><td>2,000</td><td>reasons of evaluators</td><td>is cut likewise</td></tr>
 * </table>
 */
public enum TextLimit {
    ID(128, Beyond.REFUSED),
    NAME(128, Beyond.SHORTENED),
    LABEL(64, Beyond.SHORTENED),
    RESPONSE_ID(256, Beyond.HASHED),
    ATTRIBUTE(256, Beyond.CUT),
    MESSAGE(500, Beyond.CUT),
    SUMMARY(1_024, Beyond.CUT),
    EXPLANATION(2_000, Beyond.CUT);

    /** Before the hash in a name that was shortened. */
    static final char SHORTENED_MARK = '~';

    /** Ends a text that was cut. */
    static final char CUT_MARK = '\u2026';

    /** Before the hash that stands for an id. */
    static final String HASHED_MARK = "sha256:";

    private static final int HASH_BYTES = 8;

    private final int most;
    private final Beyond beyond;

    private enum Beyond {
        REFUSED,
        SHORTENED,
        HASHED,
        CUT
    }

    TextLimit(int most, Beyond beyond) {
        this.most = most;
        this.beyond = beyond;
    }

    /** Most {@code char}s. */
    public int most() {
        return most;
    }

    /** Whether a text is within the limit. */
    public boolean holds(String text) {
        return text.length() <= most;
    }

    /**
     * A text within the limit: itself, or what stands for it. Equal texts give equal ones; two names or ids give one only
     * if their hashes collide (64 bits of SHA-256 for a name, all of them for an id).
     *
     * @throws IllegalArgumentException if it is longer, and such a text is to be refused; says how long it is
     */
    public String of(String text) {
        if (holds(text)) {
            return text;
        }
        return switch (beyond) {
            case REFUSED -> throw new IllegalArgumentException(problem(text));
            case SHORTENED -> shortened(text);
            case HASHED -> HASHED_MARK + HexFormat.of().formatHex(Sha256.of(text));
            case CUT -> head(text, most - 1) + CUT_MARK;
        };
    }

    /** What is wrong with a text that is too long, for a message: its length and what was expected, never the text. */
    public String problem(String text) {
        return text.length() + " characters: expected 1 to " + most;
    }

    private String shortened(String text) {
        String hash = HexFormat.of().formatHex(Sha256.of(text), 0, HASH_BYTES);
        return head(text, most - hash.length() - 1) + SHORTENED_MARK + hash;
    }

    private static String head(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
