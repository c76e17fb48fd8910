package dev.weir.judge.judges;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well an answer matches the known right one, 0 to 1: 1 when both are equal after normalising, else the better of
 * token F1 (bag of words) and edit similarity (1 − token edits / longer length). Short references inside a long answer
 * score by recall, at most 0.9, so that "42" is found in "The answer is 42.". Both empty: 1; one empty: 0.
 *
 * <p>Time is the product of the token counts, each cut at 600; memory two rows.
 */
final class ReferenceMatch {

    private static final int MOST_TOKENS = 600;
    private static final int SHORT_REFERENCE = 5;
    private static final double CONTAINED = 0.9;

    private ReferenceMatch() {}

    static boolean exact(String answer, String reference) {
        return Words.normalised(answer).equals(Words.normalised(reference));
    }

    static double of(String answer, String reference) {
        List<String> given = cut(Words.normalised(answer));
        List<String> right = cut(Words.normalised(reference));
        if (exact(answer, reference)) {
            return 1;
        }
        if (given.isEmpty() || right.isEmpty()) {
            return 0;
        }
        double score = Math.max(f1(given, right), editSimilarity(given, right));
        if (right.size() <= SHORT_REFERENCE && contains(given, right)) {
            score = Math.max(score, CONTAINED);
        }
        return score;
    }

    static double f1(List<String> given, List<String> right) {
        Map<String, Integer> left = new HashMap<>();
        right.forEach(token -> left.merge(token, 1, Integer::sum));
        int common = 0;
        for (String token : given) {
            Integer count = left.get(token);
            if (count != null && count > 0) {
                left.put(token, count - 1);
                common++;
            }
        }
        return 2.0 * common / (given.size() + right.size());
    }

    static double editSimilarity(List<String> a, List<String> b) {
        int[] before = new int[b.size() + 1];
        int[] now = new int[b.size() + 1];
        for (int j = 0; j <= b.size(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.size(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.size(); j++) {
                int swap = before[j - 1] + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
                now[j] = Math.min(swap, 1 + Math.min(before[j], now[j - 1]));
            }
            int[] spare = before;
            before = now;
            now = spare;
        }
        return 1 - (double) before[b.size()] / Math.max(a.size(), b.size());
    }

    private static boolean contains(List<String> given, List<String> right) {
        for (int i = 0; i + right.size() <= given.size(); i++) {
            if (given.subList(i, i + right.size()).equals(right)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> cut(List<String> tokens) {
        return tokens.size() <= MOST_TOKENS ? tokens : tokens.subList(0, MOST_TOKENS);
    }
}
