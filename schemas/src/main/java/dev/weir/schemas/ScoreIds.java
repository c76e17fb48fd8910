package dev.weir.schemas;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Ids of scores: 64 hex digits of SHA-256 over what a score is of, so that the same judgement has the same id whenever and by
 * whom it is made, and the last one wins. A score of a task and an observation never share one.
 */
public final class ScoreIds {

    private static final String SEPARATOR = "\u001F";

    private ScoreIds() {}

    /**
     * Id of a score of a task.
     *
     * @param rubricVersion empty when there is none
     * @param judgeModel absent where no model judged
     */
    public static String ofJudgement(
            String traceId, String spanId, String evaluatorId, String rubricVersion, @Nullable String judgeModel) {
        return hash(traceId, spanId, evaluatorId, rubricVersion, judgeModel == null ? "" : judgeModel);
    }

    /** Id of the result of an evaluator outside of Weir, for one dimension of a call that it chose itself. */
    public static String ofObservation(
            String traceId, String spanId, String evaluatorId, String evaluatorVersion, String dimension) {
        return hash("observation", traceId, spanId, evaluatorId, evaluatorVersion, dimension);
    }

    private static String hash(String... parts) {
        return HexFormat.of().formatHex(Sha256.of(String.join(SEPARATOR, parts)));
    }
}
