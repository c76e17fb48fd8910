package dev.weir.app.proof.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;

/** What the proof's models cost, in dollars per million tokens, copied by hand from {@code proof/prices.yaml}. */
final class Prices {

    private static final Map<String, String[]> INPUT_CACHED_OUTPUT = Map.of(
            "basalt-large", new String[] {"2.5", "1.25", "10"},
            "basalt-small", new String[] {"0.15", "0.075", "0.6"},
            "chalk-1", new String[] {"3", "0.3", "15"},
            "flint-2", new String[] {"0.1375", "0.1375", "0.333333333"},
            "gneiss-think", new String[] {"1.1", "0.275", "4.4"},
            "marble", new String[] {"0.000000001", "0.000000001", "0.071"});

    private Prices() {}

    /**
     * Cost in nano-USD, rounded half-even once a call; empty where the model has no price or the call no counts. A token at
     * one dollar per million costs 1,000 nano-USD. Reasoning costs what output costs.
     */
    static OptionalLong nanoUsd(Call call) {
        String[] price = INPUT_CACHED_OUTPUT.get(call.model());
        if (price == null || call.inputTokens() == null || call.outputTokens() == null) {
            return OptionalLong.empty();
        }
        BigDecimal dollars = cost(call.inputTokens() - call.cachedTokens(), price[0])
                .add(cost(call.cachedTokens(), price[1]))
                .add(cost(call.outputTokens(), price[2]));
        return OptionalLong.of(
                dollars.movePointRight(3).setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }

    private static BigDecimal cost(long tokens, String perMillion) {
        return new BigDecimal(perMillion).multiply(BigDecimal.valueOf(tokens));
    }
}
