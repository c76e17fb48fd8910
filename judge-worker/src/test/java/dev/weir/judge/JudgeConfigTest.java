package dev.weir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.judge.judges.LlmConfig;
import dev.weir.judge.judges.LlmConfig.Provider;
import dev.weir.judge.limits.BudgetConfig;
import dev.weir.judge.limits.CircuitConfig;
import dev.weir.judge.limits.RetryConfig;
import dev.weir.judge.queue.QueueConfig;
import dev.weir.schemas.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeConfigTest {

    @Test
    void defaults_haveNoProblems() {
        assertEquals(List.of(), JudgeConfig.DEFAULT.problems());
    }

    @Test
    void everyProblem_isNamedAtOnceWithItsSection() {
        LlmConfig llm = new LlmConfig(
                Provider.OPENAI, "ftp://x", new Secret("hush"), " ", Duration.ZERO, 3, 1, 1, 1, "dear", "-1");
        QueueConfig queue = new QueueConfig(QueueConfig.Kind.AUTO, "", 0, 0, Duration.ZERO, 0);
        JudgeConfig config = new JudgeConfig(
                List.of("rules", "oracle"),
                0,
                Duration.ofSeconds(-1),
                queue,
                llm,
                new BudgetConfig("x", -1),
                RetryConfig.DEFAULT,
                CircuitConfig.DEFAULT);
        List<String> problems = config.problems();
        assertEquals(3 + 5 + 9 + 2, problems.size(), problems.toString());
        assertTrue(problems.contains("llm.base_url = ftp://x: expected an http or https URL without user information"));
        assertTrue(problems.contains("queue.delivery_limit = 0: expected 2 to 9"));
        assertFalse(problems.toString().contains("hush") || config.toString().contains("hush"));
    }

    @Test
    void dollarBudgetWithoutAPrice_isAProblem() {
        JudgeConfig config = new JudgeConfig(
                List.of("llm-judge"),
                1,
                Duration.ZERO,
                QueueConfig.DEFAULT,
                LlmConfig.DEFAULT,
                new BudgetConfig("5", 0),
                RetryConfig.DEFAULT,
                CircuitConfig.DEFAULT);
        assertEquals(1, config.problems().size());
        assertTrue(config.problems().get(0).startsWith("budget.daily_usd = 5: expected llm.input_usd_per_million"));
    }
}
