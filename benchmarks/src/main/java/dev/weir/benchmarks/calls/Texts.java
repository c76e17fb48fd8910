package dev.weir.benchmarks.calls;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A few hundred prompts and answers of random words, which compress about as prose does. */
final class Texts {

    private static final int TEMPLATES = 300;
    private static final int WORDS = 2_000;
    private static final int PROMPT_CHARS = 450;
    private static final int ANSWER_CHARS = 600;
    private static final String REFUSAL = "I'm sorry, but I can't help with that. ";
    private static final double REFUSED = 0.01;

    private final List<String> words;
    private final List<String> prompts;
    private final List<String> answers;
    private final String system;

    Texts(SplittableRandom random) {
        words = Stream.generate(() -> word(random)).limit(WORDS).toList();
        prompts = Stream.generate(() -> text(random, PROMPT_CHARS))
                .limit(TEMPLATES)
                .toList();
        answers = Stream.generate(() -> (random.nextDouble() < REFUSED ? REFUSAL : "") + text(random, ANSWER_CHARS))
                .limit(TEMPLATES)
                .toList();
        system = text(random, 80);
    }

    String system() {
        return system;
    }

    String prompt(SplittableRandom random) {
        return prompts.get(random.nextInt(TEMPLATES));
    }

    String answer(SplittableRandom random) {
        return answers.get(random.nextInt(TEMPLATES));
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        int letters = random.nextInt(2, 10);
        for (int i = 0; i < letters; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private String text(SplittableRandom random, int chars) {
        StringBuilder text = new StringBuilder(chars + 10);
        while (text.length() < chars) {
            text.append(words.get(random.nextInt(WORDS))).append(' ');
        }
        return text.toString();
    }
}
