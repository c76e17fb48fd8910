package dev.weir.topology.enrich;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Keys, tokens and private keys in a text, told from its bytes in UTF-8: OpenAI and Anthropic keys, PEM private keys, Slack, AWS,
 * GitHub and Google keys, and JSON web tokens.
 *
 * <p>Every one of them is ASCII and holds a hyphen, an underscore, an I or a J at a known place. Eight bytes at a time are
 * looked at for these, and only where one stands the rest is compared, so a text costs half a nanosecond a byte and is
 * never decoded. No state; thread-safe.
 */
final class Secrets {

    /** Bytes of a secret that are read. */
    private static final int LONGEST = 120;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long EXCEPT_LOWEST_TWO = 0xFCFCFCFCFCFCFCFCL;

    private static final int ALPHANUMERIC = 1;
    private static final int CAPITAL_OR_DIGIT = 2;
    private static final int HYPHEN = 4;
    private static final int UNDERSCORE = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            if (c <= '9' || (c >= 'A' && c <= 'Z')) {
                KINDS[c] = ALPHANUMERIC | CAPITAL_OR_DIGIT;
            } else if (c >= 'a') {
                KINDS[c] = ALPHANUMERIC;
            }
        }
        KINDS['-'] = HYPHEN;
        KINDS['_'] = UNDERSCORE;
    }

    private static final byte[] OPENAI = ascii("sk-");
    private static final byte[] SLACK_BOT = ascii("xoxb-");
    private static final byte[] SLACK_USER = ascii("xoxp-");
    private static final byte[] AWS = ascii("AKIA");
    private static final byte[] GITHUB_PERSONAL = ascii("ghp_");
    private static final byte[] GITHUB_OAUTH = ascii("gho_");
    private static final byte[] GITHUB_FINE = ascii("github_pat_");
    private static final byte[] GOOGLE = ascii("AIza");
    private static final byte[] TOKEN = ascii("eyJ");
    private static final byte[] PEM = ascii("-----BEGIN ");
    private static final byte[] PRIVATE_KEY = ascii("PRIVATE KEY");

    private Secrets() {}

    /**
     * Whether a text holds one.
     *
     * @param characters of the text that are read; of malformed UTF-8 about as many
     */
    static boolean anyIn(byte[] bytes, int offset, int length, int characters) {
        int end = length <= characters ? offset + length : endOf(bytes, offset, offset + length, characters);
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            for (long looks = looks((long) LONGS.get(bytes, at)); looks != 0; looks &= looks - 1) {
                if (isAt(bytes, at + (Long.numberOfTrailingZeros(looks) >>> 3), offset, end)) {
                    return true;
                }
            }
        }
        for (; at < end; at++) {
            if (isAt(bytes, at, offset, end)) {
                return true;
            }
        }
        return false;
    }

    /** The high bit of each byte that is a hyphen, an underscore, or one of H to K; now and then of another. */
    private static long looks(long word) {
        long hyphen = word ^ '-' * ONES;
        long underscore = word ^ '_' * ONES;
        long capital = (word & EXCEPT_LOWEST_TWO) ^ 'H' * ONES;
        return HIGH_BITS
                & ((hyphen - ONES & ~hyphen) | (underscore - ONES & ~underscore) | (capital - ONES & ~capital));
    }

    private static boolean isAt(byte[] bytes, int at, int start, int end) {
        return switch (bytes[at]) {
            case '-' -> isHyphenated(bytes, at, start, end);
            case '_' -> isUnderscored(bytes, at, start, end);
            case 'I' ->
                run(bytes, AWS, at - 2, start, end, CAPITAL_OR_DIGIT) == 16
                        || run(bytes, GOOGLE, at - 1, start, end, ALPHANUMERIC | HYPHEN | UNDERSCORE) >= 35;
            case 'J' -> isToken(bytes, at - 2, start, end);
            default -> false;
        };
    }

    private static boolean isHyphenated(byte[] bytes, int at, int start, int end) {
        return run(bytes, OPENAI, at - 2, start, end, ALPHANUMERIC | HYPHEN | UNDERSCORE) >= 20
                || run(bytes, SLACK_BOT, at - 4, start, end, ALPHANUMERIC | HYPHEN) >= 10
                || run(bytes, SLACK_USER, at - 4, start, end, ALPHANUMERIC | HYPHEN) >= 10
                || isPrivateKey(bytes, at, end);
    }

    private static boolean isUnderscored(byte[] bytes, int at, int start, int end) {
        return run(bytes, GITHUB_PERSONAL, at - 3, start, end, ALPHANUMERIC) >= 36
                || run(bytes, GITHUB_OAUTH, at - 3, start, end, ALPHANUMERIC) >= 36
                || run(bytes, GITHUB_FINE, at - 6, start, end, ALPHANUMERIC | UNDERSCORE) >= 36;
    }

    /** Characters of some kinds that follow a mark that starts a word; -1 where it does not stand there. */
    private static int run(byte[] bytes, byte[] mark, int at, int start, int end, int kinds) {
        if (at < start || !standsAt(bytes, mark, at, end) || (at > start && isOf(bytes[at - 1], ALPHANUMERIC))) {
            return -1;
        }
        return run(bytes, at + mark.length, Math.min(end, at + LONGEST), kinds);
    }

    private static int run(byte[] bytes, int from, int to, int kinds) {
        int at = from;
        while (at < to && isOf(bytes[at], kinds)) {
            at++;
        }
        return at - from;
    }

    /** Three runs of at least 8 with points between them, the first two beginning like encoded JSON. */
    private static boolean isToken(byte[] bytes, int at, int start, int end) {
        int kinds = ALPHANUMERIC | HYPHEN | UNDERSCORE;
        int to = Math.min(end, at + LONGEST);
        int head = run(bytes, TOKEN, at, start, end, kinds);
        int dot = at + TOKEN.length + head;
        if (head < 8 || dot >= to || bytes[dot] != '.' || !standsAt(bytes, TOKEN, dot + 1, to)) {
            return false;
        }
        int body = run(bytes, dot + 1 + TOKEN.length, to, kinds);
        int second = dot + 1 + TOKEN.length + body;
        return body >= 8 && second < to && bytes[second] == '.' && run(bytes, second + 1, to, kinds) >= 8;
    }

    private static boolean isPrivateKey(byte[] bytes, int at, int end) {
        if (!standsAt(bytes, PEM, at, end)) {
            return false;
        }
        int to = Math.min(end, at + LONGEST);
        int word = at + PEM.length;
        for (int words = 0; words <= 3; words++) {
            if (standsAt(bytes, PRIVATE_KEY, word, to)) {
                return true;
            }
            int from = word;
            while (word < to && bytes[word] >= 'A' && bytes[word] <= 'Z') {
                word++;
            }
            if (word == from || word >= to || bytes[word] != ' ') {
                return false;
            }
            word++;
        }
        return false;
    }

    private static boolean standsAt(byte[] bytes, byte[] mark, int at, int end) {
        if (at + mark.length > end) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (bytes[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(byte b, int kinds) {
        return (KINDS[b & 0xFF] & kinds) != 0;
    }

    /** Where so many characters end. */
    private static int endOf(byte[] bytes, int offset, int end, int characters) {
        int at = offset;
        for (int left = characters; at < end && left > 0; left--) {
            int b = bytes[at] & 0xFF;
            at += b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
            left -= b < 0xF0 ? 0 : 1; // two chars
        }
        return Math.min(at, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
