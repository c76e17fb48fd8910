package dev.weir.judge.judges;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.weir.judge.judges.LlmConfig.Provider;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;

/** The contract with a model that grades, and with models that do everything else. */
class LlmJudgeTest extends JudgeContract {

    private static final Pattern TICKET = Pattern.compile("ticket is exactly \"([0-9a-f]{8})\"");

    @Override
    Judge judge() {
        return judge(ticket -> "{\"ticket\":\"" + ticket
                + "\",\"correctness\":7,\"helpfulness\":6,\"safety\":10,\"tone\":7,\"rationale\":\"Agrees.\"}");
    }

    private static Judge judge(UnaryOperator<String> replies) {
        return new LlmJudge(
                LlmJudgeHttpTest.config(Provider.OPENAI, "http://127.0.0.1:1", Duration.ofSeconds(1)),
                new Model(replies),
                new Random(1),
                System::nanoTime);
    }

    /** A model that answers by a function of its ticket. */
    private record Model(UnaryOperator<String> replies) implements ChatModel {
        @Override
        public ChatResponse chat(ChatRequest request) {
            Matcher ticket = TICKET.matcher(((SystemMessage) request.messages().get(0)).text());
            if (!ticket.find()) {
                throw new AssertionError("no ticket in the instructions");
            }
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(replies.apply(ticket.group(1))))
                    .tokenUsage(new TokenUsage(10, 5))
                    .finishReason(FinishReason.STOP)
                    .build();
        }
    }

    /** A model that repeats what it read instead of a grade. */
    @Nested
    class QuotingModel extends JudgeContract {
        @Override
        Judge judge() {
            return LlmJudgeTest.judge(
                    ticket -> "{\"" + PRIVATE + "\":\"" + PRIVATE + "\",\"ticket\":\"" + ticket + "\"}");
        }
    }

    /** A client that fails with a message that quotes the prompt. */
    @Nested
    class FailingClient extends JudgeContract {
        @Override
        Judge judge() {
            return LlmJudgeTest.judge(ticket -> {
                throw new IllegalStateException("cannot answer " + PRIVATE);
            });
        }
    }
}
