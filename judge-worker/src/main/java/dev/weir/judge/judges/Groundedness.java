package dev.weir.judge.judges;

import dev.weir.judge.judges.Words.Kind;
import dev.weir.judge.judges.Words.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far an answer rests on its documents, 0 to 1. Each sentence of the answer is a claim; its support is the weighted
 * share of its content words (weight 1), names (2) and numbers (3) that one document holds. Words of the question are
 * neutral, numbers of the question are not. Support below 0.3 earns nothing, 0.8 and more earns everything, and a
 * number that no document holds halves what the claim earns. The answer's value is the mean over its claims, weighted by
 * what they hold.
 *
 * <p>Lexical: a paraphrase without common words looks unsupported, a negation looks supported. Without documents, and for
 * an answer that claims nothing, there is no value. Linear in the texts' lengths times the number of documents.
 */
final class Groundedness {

    private static final double NOTHING_BELOW = 0.3;
    private static final double EVERYTHING_FROM = 0.8;
    private static final double UNKNOWN_NUMBER = 0.5;

    private Groundedness() {}

    static OptionalDouble of(String answer, String question, List<String> documents) {
        if (documents.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Set<String>> known = documents.stream().map(Groundedness::forms).toList();
        Set<String> asked = forms(question);
        double earned = 0;
        double possible = 0;
        for (String sentence : Words.sentences(answer)) {
            List<Token> claim = claim(sentence, asked);
            int weight = weigh(claim);
            earned += weight * support(claim, weight, known);
            possible += weight;
        }
        return possible == 0 ? OptionalDouble.empty() : OptionalDouble.of(earned / possible);
    }

    private static double support(List<Token> claim, int weight, List<Set<String>> documents) {
        if (weight == 0) {
            return 0;
        }
        int best = 0;
        for (Set<String> document : documents) {
            int held = 0;
            for (Token token : claim) {
                held += document.contains(token.text()) ? token.kind().weight() : 0;
            }
            best = Math.max(best, held);
        }
        double share = (double) best / weight;
        double earned = Math.min(1, Math.max(0, (share - NOTHING_BELOW) / (EVERYTHING_FROM - NOTHING_BELOW)));
        boolean inventedNumber = claim.stream()
                .anyMatch(token -> token.kind() == Kind.NUMBER
                        && documents.stream().noneMatch(document -> document.contains(token.text())));
        return inventedNumber ? earned * UNKNOWN_NUMBER : earned;
    }

    private static List<Token> claim(String sentence, Set<String> asked) {
        List<Token> claim = new ArrayList<>();
        for (Token token : Words.of(sentence)) {
            boolean neutral = token.kind() == Kind.STOP || token.kind() != Kind.NUMBER && asked.contains(token.text());
            if (!neutral) {
                claim.add(token);
            }
        }
        return claim;
    }

    private static int weigh(List<Token> claim) {
        return claim.stream().mapToInt(token -> token.kind().weight()).sum();
    }

    private static Set<String> forms(String text) {
        return new HashSet<>(Words.normalised(text));
    }
}
