package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.topology.spend.SpendAggregate;
import java.math.BigDecimal;
import java.math.MathContext;

/** A spender as people and programs read it. */
final class SpendJson {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private SpendJson() {}

    /**
     * The object of a spender. Where calls report a cost of their own, {@code reconciled_calls} says for how many both
     * figures are known, and {@code reported_to_cost} how theirs compares with ours.
     */
    static ObjectNode of(String name, SpendAggregate spend) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "spender")
                .put("spender", name)
                .put("calls", spend.calls())
                .put("cost_usd", WindowJson.usd(spend.costNanoUsd()))
                .put("unpriced_calls", spend.unpricedCalls())
                .put("input_tokens", spend.inputTokens())
                .put("output_tokens", spend.outputTokens());
        SpendAggregate.Reconciled both = spend.reconciled();
        if (both.calls() > 0) {
            json.put("reconciled_calls", both.calls())
                    .put("reconciled_cost_usd", WindowJson.usd(both.costNanoUsd()))
                    .put("reconciled_reported_usd", WindowJson.usd(both.reportedNanoUsd()));
            if (both.costNanoUsd() > 0) {
                json.put(
                        "reported_to_cost",
                        BigDecimal.valueOf(both.reportedNanoUsd())
                                .divide(BigDecimal.valueOf(both.costNanoUsd()), FOUR_DIGITS));
            }
        }
        return json;
    }
}
