package dev.weir.judge.judges;

import dev.weir.schemas.avro.EvaluatorType;
import org.jspecify.annotations.Nullable;

/**
 * What a score says of who made it. It is also what the score's id is made of, so a change of the rubric or the model makes new
 * scores beside the old ones.
 *
 * @param evaluatorId name of the evaluator, which a task may ask for
 * @param version of the evaluator's code
 * @param type who judges
 * @param rubricVersion empty where there is no rubric
 * @param model that judges; null where none does
 */
public record JudgeIdentity(
        String evaluatorId,
        String version,
        EvaluatorType type,
        String rubricVersion,
        @Nullable String model) {}
