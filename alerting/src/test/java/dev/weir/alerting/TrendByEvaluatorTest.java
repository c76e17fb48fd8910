package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.alerting.avro.SeriesState;
import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.WindowQuality;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trend of quality compares windows of one evaluator with each other, whoever represents those between. */
class TrendByEvaluatorTest extends AlertingHarness {

    private static final String RULES = """
            groups:
              - name: test
                rules:
                  - alert: QualityShifts
                    kind: trend
                    by: [tenant, environment, route, provider, model, version]
                    measure: quality
                    h: 8
                    baseline_windows: 60
            """;

    private final Random random = new Random(11);

    private WindowQuality by(String evaluator, EvaluatorType type, int minute, double mean) {
        WindowQuality window = Windows.quality(minute, 0, mean + 0.1 * random.nextGaussian());
        EvaluatorQuality only = window.getEvaluators().get(0);
        only.setEvaluatorId(evaluator);
        only.setEvaluatorType(type);
        return window;
    }

    @Test
    void windowsOfPeopleAmongThoseOfAJudge_areNoShift_andHideNone() throws InvalidRulesException {
        start(RULES);
        for (int minute = 0; minute < 120; minute++) {
            send(
                    minute % 10 == 7
                            ? by("people", EvaluatorType.HUMAN, minute, 5)
                            : by("judge", EvaluatorType.LLM_JUDGE, minute, 8));
        }
        assertEquals(List.of(), history());

        for (int minute = 120; minute < 140; minute++) {
            send(
                    minute % 10 == 7
                            ? by("people", EvaluatorType.HUMAN, minute, 5)
                            : by("judge", EvaluatorType.LLM_JUDGE, minute, 7.2));
        }
        assertEquals(List.of(AlertStatus.FIRING), statuses(history()));
    }

    @Test
    void moreEvaluatorsThanAreLearnt_areSilentAndTakeNoRoom() throws InvalidRulesException {
        start(RULES);
        for (int minute = 0; minute < 300; minute++) {
            send(by("e" + minute % 30, EvaluatorType.LLM_JUDGE, minute, minute % 30 < 15 ? 2 : 9));
        }
        assertEquals(List.of(), history());
        assertEquals(
                SubjectHistory.MOST_BASES,
                ((SeriesState) entries(StateStores.SERIES_HISTORIES).get(0).value)
                        .getLearnt()
                        .size());
    }
}
