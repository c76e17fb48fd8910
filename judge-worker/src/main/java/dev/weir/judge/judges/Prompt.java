package dev.weir.judge.judges;

import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A task's texts inside their fence.
 *
 * @param mark the fence's mark, new with every prompt
 * @param evidence all texts, each between its lines
 */
record Prompt(String mark, String evidence) {

    private static final int MOST_DOCUMENTS = 20;

    /** Room for the messages' frame and the form of the reply, tokens; both are fixed. */
    private static final int FRAME_TOKENS = 1_000;

    static Prompt of(JudgeTask task, int mostChars, RandomGenerator random) {
        Map<String, String> texts = texts(task);
        Fence fence = Fence.around(random, texts.values());
        texts.forEach((name, text) -> fence.add(name, text, mostChars));
        return new Prompt(fence.mark(), fence.text());
    }

    /** No fewer tokens than any tokenizer makes of the whole call. */
    long mostTokens() {
        return FRAME_TOKENS
                + bytes(evidence)
                + bytes(Rubric.instructions(mark, mark))
                + bytes(Rubric.reminder(mark, mark));
    }

    private static Map<String, String> texts(JudgeTask task) {
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, "SYSTEM INSTRUCTIONS OF THE ASSISTANT", task.getSystemText());
        put(texts, "QUESTION OF THE USER", task.getInputText());
        List<Document> documents = task.getDocuments() == null ? List.of() : task.getDocuments();
        for (int i = 0; i < Math.min(MOST_DOCUMENTS, documents.size()); i++) {
            put(texts, "DOCUMENT " + (i + 1), documents.get(i).getText());
        }
        put(texts, "REFERENCE ANSWER", task.getReferenceText());
        List<ToolCall> calls = task.getToolCalls() == null ? List.of() : task.getToolCalls();
        for (int i = 0; i < Math.min(MOST_DOCUMENTS, calls.size()); i++) {
            put(
                    texts,
                    "TOOL CALL " + (i + 1),
                    calls.get(i).getName() + " " + calls.get(i).getArguments());
        }
        put(texts, "ANSWER TO BE GRADED", task.getOutputText());
        return texts;
    }

    private static void put(Map<String, String> texts, String name, @Nullable String text) {
        if (text != null) {
            texts.put(name, text);
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
