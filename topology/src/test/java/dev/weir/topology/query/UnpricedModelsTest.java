package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.topology.Fixture;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.spend.SpendAggregate.Reconciled;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficCounting;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnpricedModelsTest {

    private static TrafficAggregate calls(String model, int calls) {
        TrafficAggregate traffic = new TrafficAggregate();
        for (int i = 0; i < calls; i++) {
            TrafficCounting.add(
                    TrafficCounting.call(Fixture.call()
                            .setRequestModel(model)
                            .setInputTokens(100L)
                            .setOutputTokens(10L)),
                    traffic);
        }
        return traffic;
    }

    @Test
    void modelsWithoutAPrice_areSummedTheMostCallsFirst() {
        UnpricedModels models = new UnpricedModels();
        models.add("gpt-4o", calls("gpt-4o", 5));
        models.add("rare", calls("rare", 1));
        models.add("often", calls("often", 2));
        models.add("often", calls("often", 1));
        models.add("rare", calls("gpt-4o", 4));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        models.write(all, 10);
        ArrayNode first = JsonNodeFactory.instance.arrayNode();
        models.write(first, 1);

        String often = "{\"type\":\"unpriced\",\"model\":\"often\",\"calls\":3,\"unpriced_calls\":3,"
                + "\"unpriced_input_tokens\":300,\"unpriced_output_tokens\":30}";
        String rare = "{\"type\":\"unpriced\",\"model\":\"rare\",\"calls\":5,\"unpriced_calls\":1,"
                + "\"unpriced_input_tokens\":100,\"unpriced_output_tokens\":10}";
        assertEquals("[" + often + "," + rare + "]", all.toString());
        assertEquals("[" + often + "]", first.toString());
    }

    @Test
    void range_isTheLastDayWhereNoneIsGiven() {
        Instant now = Instant.parse("2026-08-02T12:00:00Z");

        assertEquals(Map.of("step", "1h", "from", "2026-08-01T12:00:00Z"), UnpricedModels.withDefaults(Map.of(), now));
        assertEquals(
                Map.of("step", "5m", "to", "0"), UnpricedModels.withDefaults(Map.of("step", "5m", "to", "0"), now));
    }

    @Test
    void spender_showsBothFiguresOnlyWhereBothAreKnown() {
        SpendAggregate both = SpendAggregate.of(3, 1, 5_000, 10, 20, new Reconciled(2, 3_000, 4_000));
        SpendAggregate ours = SpendAggregate.of(3, 1, 5_000, 10, 20, Reconciled.NONE);

        String plain = "{\"type\":\"spender\",\"spender\":\"u\",\"calls\":3,\"cost_usd\":0.000005,\"unpriced_calls\":1,"
                + "\"input_tokens\":10,\"output_tokens\":20";
        assertEquals(plain + "}", SpendJson.of("u", ours).toString());
        assertEquals(
                plain + ",\"reconciled_calls\":2,\"reconciled_cost_usd\":0.000003,"
                        + "\"reconciled_reported_usd\":0.000004,\"reported_to_cost\":1.333}",
                SpendJson.of("u", both).toString());
    }
}
