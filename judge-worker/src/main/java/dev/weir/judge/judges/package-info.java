/**
 * Judges: a task enters, an {@link dev.weir.judge.judges.Outcome} leaves. {@link dev.weir.judge.judges.RulesJudge}
 * combines evaluators that need no network; {@link dev.weir.judge.judges.LlmJudge} asks a model by a rubric. Nothing is
 * remembered from one task to the next. Texts of a task are untrusted: they are never logged, and the model sees them
 * only inside a fence it cannot be talked out of.
 */
@NullMarked
package dev.weir.judge.judges;

import org.jspecify.annotations.NullMarked;
