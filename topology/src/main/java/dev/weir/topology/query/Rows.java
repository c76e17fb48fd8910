package dev.weir.topology.query;

import static dev.weir.schemas.json.Shape.Property.always;
import static dev.weir.schemas.json.Shape.Property.ifKnown;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.EvaluatorTrust;
import dev.weir.schemas.EvaluatorTrust.Verdict;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.RecordJson;
import dev.weir.schemas.json.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of answers about windows and series. */
public final class Rows {

    /** Dimension that stands for an evaluator's overall verdict. */
    public static final String HEADLINE = "quality";

    private static final List<String> OF_ESTIMATE = List.of("mean", "ci_low", "ci_high", "n", "n_eff");

    /** An estimate of the overall verdict. */
    private static final Shape ESTIMATE = new Shape(
            "QualityEstimate",
            "The overall verdict of the evaluator that represents the window. Of those with an effective sample size of"
                    + " 20 or more it is the one that is trusted most: people before LLM judges before rules. Where"
                    + " there is none, it is the one with the largest.",
            List.of(
                    ifKnown("mean", JsonType.REAL, "Weighted mean, 1 to 10; absent when n is 0."),
                    ifKnown("ci_low", JsonType.REAL, "Lower bound of the 95 % interval; absent when n is too small."),
                    ifKnown("ci_high", JsonType.REAL, "Upper bound of the 95 % interval; absent when n is too small."),
                    always("n", JsonType.WHOLE, "Judgements."),
                    ifKnown("n_eff", JsonType.REAL, "Effective sample size; absent when n is 0."),
                    always("evaluator", JsonType.TEXT, "Id of the evaluator.")));

    /** A window of traffic with its quality. */
    public static final Shape WINDOW = RecordJson.shapeOf(WindowStats.getClassSchema())
            .with(ifKnown(HEADLINE, new JsonType.One(ESTIMATE), "Overall verdict; absent when nobody judged."));

    /** A series. */
    public static final Shape SERIES = new Shape(
            "Series",
            "A series that has a window.",
            Arrays.stream(Dimension.values())
                    .map(dimension -> always(
                            dimension.wireName(),
                            JsonType.TEXT,
                            "Series: " + dimension.wireName() + "; empty when the calls have none."))
                    .toList());

    /** What a spender cost. */
    public static final Shape SPENDER = Spenders.SHAPE;

    /** A model without a known price. */
    public static final Shape UNPRICED = UnpricedModels.SHAPE;

    private Rows() {}

    /** The object of a window and, where there is one, its quality. */
    public static ObjectNode window(WindowStats window, @Nullable WindowQuality quality) {
        ObjectNode json = RecordJson.of(window);
        if (quality != null) {
            EvaluatorTrust.of(quality, HEADLINE).ifPresent(verdict -> json.set(HEADLINE, estimate(verdict)));
        }
        return json;
    }

    private static ObjectNode estimate(Verdict verdict) {
        ObjectNode all = RecordJson.of(verdict.quality());
        List<String> others = new ArrayList<>();
        all.fieldNames().forEachRemaining(others::add);
        others.removeAll(OF_ESTIMATE);
        return all.remove(others).put("evaluator", verdict.evaluator().getEvaluatorId());
    }

    static ObjectNode series(SeriesKey series) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Dimension dimension : Dimension.values()) {
            json.put(dimension.wireName(), series.part(dimension));
        }
        return json;
    }
}
