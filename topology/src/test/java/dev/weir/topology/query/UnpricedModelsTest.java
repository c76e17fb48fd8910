package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.topology.Fixture;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.spend.SpendAggregate.Reconciled;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficCounting;
import java.util.List;
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
        String often = "{\"type\":\"unpriced\",\"model\":\"often\",\"calls\":3,\"unpriced_calls\":3,"
                + "\"unmeasured_calls\":0,\"unpriced_input_tokens\":300,\"unpriced_output_tokens\":30}";
        String rare = "{\"type\":\"unpriced\",\"model\":\"rare\",\"calls\":5,\"unpriced_calls\":1,"
                + "\"unmeasured_calls\":0,\"unpriced_input_tokens\":100,\"unpriced_output_tokens\":10}";
        assertEquals(
                List.of(often, rare),
                models.rows().stream().map(row -> row.json().get().toString()).toList());
    }

    @Test
    void modelWithAPrice_isNoneOfThemForItsCallsWithoutTokens() {
        UnpricedModels models = new UnpricedModels();
        TrafficAggregate failed = new TrafficAggregate();
        TrafficCounting.add(
                TrafficCounting.call(Fixture.call()
                        .setRequestModel("gpt-4o")
                        .setInputTokens(null)
                        .setOutputTokens(null)),
                failed);
        models.add("gpt-4o", failed);
        models.add("gpt-4o", calls("gpt-4o", 3));
        assertEquals(List.of(), models.rows());
    }

    @Test
    void spender_showsBothFiguresOnlyWhereBothAreKnown() {
        SpendAggregate both = SpendAggregate.of(3, 1, 5_000, 10, 20, new Reconciled(2, 3_000, 4_000));
        SpendAggregate ours = SpendAggregate.of(3, 1, 5_000, 10, 20, Reconciled.NONE);

        String plain = "{\"type\":\"spender\",\"spender\":\"u\",\"start\":\"1970-01-01T00:00:00Z\","
                + "\"end\":\"1970-01-01T00:00:01Z\",\"calls\":3,\"cost_usd\":0.000005,\"unpriced_calls\":1,"
                + "\"input_tokens\":10,\"output_tokens\":20";
        assertEquals(plain + "}", row("u", ours));
        assertEquals(
                plain + ",\"reconciled_calls\":2,\"reconciled_cost_usd\":0.000003,"
                        + "\"reconciled_reported_usd\":0.000004,\"reported_to_cost\":1.333}",
                row("u", both));
    }

    private static String row(String name, SpendAggregate spend) {
        Spenders spenders = new Spenders(0, 1_000);
        spenders.add(name, spend);
        return spenders.rows().get(0).json().get().toString();
    }
}
