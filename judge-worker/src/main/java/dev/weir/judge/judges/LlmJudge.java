package dev.weir.judge.judges;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.judges.Outcome.Scope;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ScoreStatus;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A model that grades by the rubric, {@code llm-judge}: correctness, helpfulness, safety and tone from 1 to 10, and
 * {@code quality}, their mean. One call of {@link #judge} is one HTTP request. A reply in any other form than the
 * rubric's is {@code PARSE_ERROR} and never a score. A task without output is {@code JUDGE_ERROR no_text} and costs nothing.
 *
 * <p>What the fence and the ticket stop: closing the fence, and grades written beforehand into a text. What they cannot
 * stop: a model that is talked into honest-looking grades; compare with people's labels.
 */
public final class LlmJudge implements Judge {

    /** Evaluator id. */
    public static final String ID = "llm-judge";

    private static final String VERSION = "1";
    private static final int TICKET_BYTES = 4;

    private final ChatModel model;
    private final LlmConfig config;
    private final @Nullable TokenPrice price;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final JudgeIdentity identity;
    private final ResponseFormat form = Rubric.form();

    /** Judge by the configured model. */
    public LlmJudge(LlmConfig config, Clock clock) {
        this(config, ChatModels.of(config, clock), new SecureRandom(), System::nanoTime);
    }

    LlmJudge(LlmConfig config, ChatModel model, RandomGenerator random, LongSupplier nanoTime) {
        this.config = config;
        this.identity = new JudgeIdentity(ID, VERSION, EvaluatorType.LLM_JUDGE, Rubric.version(), config.model());
        this.model = model;
        this.price = config.price();
        this.random = random;
        this.nanoTime = nanoTime;
    }

    @Override
    public JudgeIdentity identity() {
        return identity;
    }

    @Override
    public boolean remote() {
        return true;
    }

    /** Bound by bytes: no tokenizer makes more tokens of a text than it has bytes. */
    @Override
    public @Nullable Long mostNanoUsd(JudgeTask task) {
        if (price == null) {
            return null;
        }
        return task.getOutputText() == null
                ? 0L
                : price.nanoUsd(Prompt.of(task, config.maxTextChars(), random).mostTokens(), config.maxOutputTokens());
    }

    @Override
    public Outcome judge(JudgeTask task) {
        long start = nanoTime.getAsLong();
        if (task.getOutputText() == null || task.getOutputText().isBlank()) {
            return new Failed(ScoreStatus.JUDGE_ERROR, "no_text", Scope.TASK, null, free(), micros(start));
        }
        Prompt prompt = Prompt.of(task, config.maxTextChars(), random);
        String ticket = Fence.hex(random, TICKET_BYTES);
        try {
            ChatResponse response = model.chat(ChatRequest.builder()
                    .messages(
                            SystemMessage.from(Rubric.instructions(prompt.mark(), ticket)),
                            UserMessage.from(prompt.evidence() + Rubric.reminder(prompt.mark(), ticket)))
                    .responseFormat(form)
                    .build());
            return graded(response, ticket, start);
        } catch (RuntimeException failure) {
            return CallFailure.of(failure, free(), micros(start));
        }
    }

    private Outcome graded(ChatResponse response, String ticket, long start) {
        Long cost = cost(response.tokenUsage());
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            return new Failed(ScoreStatus.JUDGE_ERROR, "content_filter", Scope.TASK, null, cost, micros(start));
        }
        if (response.finishReason() == FinishReason.LENGTH) {
            return parseError("truncated_reply", cost, start);
        }
        if (text == null || text.isBlank()) {
            return parseError("empty_reply", cost, start);
        }
        try {
            RubricReply reply = RubricReply.parse(text, ticket);
            return new Outcome.Judged(reply.judgements(), reply.rationale(), cost, micros(start));
        } catch (RubricReply.MalformedReplyException malformed) {
            return parseError(String.valueOf(malformed.getMessage()), cost, start);
        }
    }

    private Failed parseError(String error, @Nullable Long cost, long start) {
        return new Failed(ScoreStatus.PARSE_ERROR, error, Scope.REPLY, null, cost, micros(start));
    }

    private @Nullable Long cost(@Nullable TokenUsage usage) {
        if (price == null || usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            return null;
        }
        return price.nanoUsd(usage.inputTokenCount(), usage.outputTokenCount());
    }

    /** Cost of a call that was not made or not served. */
    private @Nullable Long free() {
        return price == null ? null : 0L;
    }

    private long micros(long start) {
        return (nanoTime.getAsLong() - start) / 1_000;
    }
}
