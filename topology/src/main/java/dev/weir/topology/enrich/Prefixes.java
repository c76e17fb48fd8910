package dev.weir.topology.enrich;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How texts can begin that one of some patterns matches: a non-deterministic automaton, read off the patterns' own
 * expressions, so that it cannot say less than they do. It says more: a gap is of any length, word boundaries and what
 * must not follow count as nothing, and characters beyond ASCII are all one, which may be any of those that the patterns
 * name or that case folding takes for one of its letters.
 *
 * <p>Knows what the patterns of {@link RefusalOpenings} are made of: letters, groups, alternatives, options, classes of single
 * characters, {@code \w+}, and gaps such as {@code [^!?\n]{0,140}?}.
 */
final class Prefixes {

    /** Kinds of characters: letters whatever their case, what else the patterns name, and the rest. */
    static final int SYMBOLS = 36;

    /** Any character beyond ASCII. */
    static final int FOREIGN = 35;

    private static final int OTHER = 34;
    private static final int WORD = 33; // digits and the underscore
    private static final String NAMED = "abcdefghijklmnopqrstuvwxyz ,'-\n.!";

    /** Letters that case folding makes of characters beyond ASCII. */
    private static final String FOLDED = "iks";

    private final List<BitSet> emptyTo = new ArrayList<>();
    private final List<int[]> edges = new ArrayList<>();
    private final List<Integer> patternOf = new ArrayList<>();
    private final BitSet accepting = new BitSet();
    private String regex = "";
    private int at;
    private int pattern;

    /** A part of the automaton, from a node to a node. */
    private record Part(int from, int to) {}

    /** Kind of an ASCII character. */
    static int symbol(char c) {
        if (c >= '0' && c <= '9' || c == '_') {
            return WORD;
        }
        int named = NAMED.indexOf(c == '?' ? '!' : Character.toLowerCase(c));
        return named < 0 ? OTHER : named;
    }

    /** Adds a pattern; returns its start. */
    int add(int number, String expression) {
        pattern = number;
        regex = expression;
        at = 0;
        Part whole = alternatives();
        if (at < regex.length()) {
            throw new IllegalArgumentException("character " + at + " of " + regex + ": expected the end");
        }
        accepting.set(whole.to);
        return whole.from;
    }

    /** All nodes that are reached from some without reading on. */
    BitSet closure(BitSet nodes) {
        BitSet all = new BitSet();
        List<Integer> open = new ArrayList<>(nodes.stream().boxed().toList());
        while (!open.isEmpty()) {
            int node = open.remove(open.size() - 1);
            if (!all.get(node)) {
                all.set(node);
                emptyTo.get(node).stream().forEach(open::add);
            }
        }
        return all;
    }

    BitSet after(BitSet nodes, int symbol) {
        BitSet next = new BitSet();
        nodes.stream().forEach(node -> {
            int to = edges.get(node)[symbol];
            if (to >= 0) {
                next.set(to);
            }
        });
        return closure(next);
    }

    boolean accepts(BitSet nodes) {
        return nodes.intersects(accepting);
    }

    /** Patterns that have a node among some, one bit each. */
    long patterns(BitSet nodes) {
        return nodes.stream().mapToLong(node -> 1L << patternOf.get(node)).reduce(0, (a, b) -> a | b);
    }

    private Part alternatives() {
        Part part = new Part(node(), node());
        do {
            Part one = sequence();
            link(part.from, one.from);
            link(one.to, part.to);
        } while (skip("|"));
        return part;
    }

    private Part sequence() {
        int start = node();
        Part part = new Part(start, start);
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            Part next = quantified(atom());
            link(part.to, next.from);
            part = new Part(part.from, next.to);
        }
        return part;
    }

    private Part quantified(Part part) {
        if (skip("+")) {
            link(part.to, part.from);
        } else if (skip("?")) {
            skip("?");
            link(part.from, part.to);
        }
        return part;
    }

    private Part atom() {
        if (skip("(?:")) {
            return closed(alternatives());
        }
        if (skip("(?!")) {
            closed(alternatives());
            int node = node();
            return new Part(node, node);
        }
        if (skip("\\b")) {
            int node = node();
            return new Part(node, node);
        }
        if (skip("\\w")) {
            return one("abcdefghijklmnopqrstuvwxyz0");
        }
        if (skip("[")) {
            String members = regex.substring(at, regex.indexOf(']', at));
            at += members.length() + 1;
            return members.startsWith("^") ? gap(members.substring(1).replace("\\n", "\n")) : one(members);
        }
        char literal = regex.charAt(at++);
        if ("\\.*+?^$[](){}".indexOf(literal) >= 0) {
            throw new IllegalArgumentException("character " + (at - 1) + " of " + regex + ": unknown here");
        }
        return one(String.valueOf(literal));
    }

    private Part closed(Part part) {
        if (!skip(")")) {
            throw new IllegalArgumentException("character " + at + " of " + regex + ": expected )");
        }
        return part;
    }

    private Part one(String members) {
        Part part = new Part(node(), node());
        for (char member : members.toCharArray()) {
            edges.get(part.from)[member < 0x80 ? symbol(member) : FOREIGN] = part.to;
            if (FOLDED.indexOf(member) >= 0) {
                edges.get(part.from)[FOREIGN] = part.to;
            }
        }
        return part;
    }

    /** Any number of characters but some; of what stands for several, all have to be among these. */
    private Part gap(String but) {
        if (!skip("{")) {
            throw new IllegalArgumentException("character " + at + " of " + regex + ": expected {");
        }
        at = regex.indexOf('}', at) + 1;
        skip("?");
        int node = node();
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            boolean excluded = symbol < NAMED.length()
                    && but.indexOf(NAMED.charAt(symbol)) >= 0
                    && (NAMED.charAt(symbol) != '!' || but.indexOf('?') >= 0);
            edges.get(node)[symbol] = excluded ? -1 : node;
        }
        return new Part(node, node);
    }

    private int node() {
        emptyTo.add(new BitSet());
        int[] none = new int[SYMBOLS];
        Arrays.fill(none, -1);
        edges.add(none);
        patternOf.add(pattern);
        return edges.size() - 1;
    }

    private void link(int from, int to) {
        emptyTo.get(from).set(to);
    }

    private boolean skip(String expected) {
        if (regex.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }
}
