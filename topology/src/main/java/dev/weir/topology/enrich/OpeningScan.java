package dev.weir.topology.enrich;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which openings a text in UTF-8 can begin with: one table look-up a character until no pattern is left, for most answers
 * within two words. Made from {@link Prefixes}; a pattern that is not named does not match, one that is named may.
 * Immutable.
 */
final class OpeningScan {

    private static final int NOWHERE = -1;
    private static final int APOSTROPHE = Prefixes.symbol('\'');
    private static final byte[] SYMBOL = new byte[0x80];

    static {
        for (char c = 0; c < SYMBOL.length; c++) {
            SYMBOL[c] = (byte) Prefixes.symbol(c);
        }
    }

    private final Map<BitSet, Integer> states = new HashMap<>();
    private final int[] starts = new int[Prefixes.SYMBOLS];
    private final short[] next;
    private final long[] alive;
    private final boolean[] undecided;

    /**
     * @param expressions of the patterns, at most 64
     * @param letters first letters that each of them is filed under
     */
    OpeningScan(List<String> expressions, List<String> letters) {
        Prefixes prefixes = new Prefixes();
        List<BitSet> subsets = new ArrayList<>();
        BitSet[] filed = new BitSet[Prefixes.SYMBOLS];
        for (int i = 0; i < expressions.size(); i++) {
            int start = prefixes.add(i, expressions.get(i));
            for (char letter : letters.get(i).toCharArray()) {
                if (letter < 0x80) {
                    int symbol = Prefixes.symbol(letter);
                    filed[symbol] = filed[symbol] == null ? new BitSet() : filed[symbol];
                    filed[symbol].set(start);
                }
            }
        }
        for (int symbol = 0; symbol < Prefixes.SYMBOLS; symbol++) {
            starts[symbol] = filed[symbol] == null ? NOWHERE : state(prefixes.closure(filed[symbol]), subsets);
        }
        List<short[]> rows = new ArrayList<>();
        for (int state = 0; state < subsets.size(); state++) {
            short[] row = new short[Prefixes.SYMBOLS];
            for (int symbol = 0; symbol < Prefixes.SYMBOLS; symbol++) {
                BitSet after = prefixes.accepts(subsets.get(state))
                        ? new BitSet()
                        : prefixes.after(subsets.get(state), symbol);
                row[symbol] = (short) (after.isEmpty() ? NOWHERE : state(after, subsets));
            }
            rows.add(row);
        }
        next = new short[rows.size() * Prefixes.SYMBOLS];
        alive = new long[rows.size()];
        undecided = new boolean[rows.size()];
        for (int state = 0; state < rows.size(); state++) {
            System.arraycopy(rows.get(state), 0, next, state * Prefixes.SYMBOLS, Prefixes.SYMBOLS);
            alive[state] = prefixes.patterns(subsets.get(state));
            undecided[state] = prefixes.accepts(subsets.get(state));
        }
        states.clear();
    }

    private int state(BitSet nodes, List<BitSet> subsets) {
        Integer known = states.putIfAbsent(nodes, subsets.size());
        if (known != null) {
            return known;
        }
        subsets.add(nodes);
        if (subsets.size() > Short.MAX_VALUE) {
            throw new IllegalStateException("more than " + Short.MAX_VALUE + " states");
        }
        return subsets.size() - 1;
    }

    /** Number of states, of some 80 bytes each. */
    int size() {
        return alive.length;
    }

    /**
     * Patterns that may match, one bit each.
     *
     * @param from where an ASCII letter or digit stands
     * @param characters that are read at most
     */
    long candidates(byte[] bytes, int from, int end, int characters) {
        int state = starts[SYMBOL[bytes[from]]];
        int left = characters;
        for (int at = from; at < end && state >= 0 && left > 0; at++, left--) {
            int symbol;
            if (bytes[at] >= 0) {
                symbol = SYMBOL[bytes[at]];
            } else {
                symbol = isTypographicApostrophe(bytes, at, end) ? APOSTROPHE : Prefixes.FOREIGN;
                while (at + 1 < end && (bytes[at + 1] & 0xC0) == 0x80) {
                    at++;
                }
            }
            state = next[state * Prefixes.SYMBOLS + symbol];
            if (state >= 0 && undecided[state]) {
                return alive[state];
            }
        }
        return 0;
    }

    private static boolean isTypographicApostrophe(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at] == (byte) 0xE2 && bytes[at + 1] == (byte) 0x80 && bytes[at + 2] == (byte) 0x99;
    }
}
