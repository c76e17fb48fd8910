package dev.weir.benchmarks.calls;

import java.util.List;
import java.util.Map;

/** The least that pricing can cost: one look-up and two multiplications. For the rows that are not the product. */
public final class FlatPrices {

    /** The models of all calls, the most used first; the product's own price book knows each. */
    static final List<String> MODELS = List.of(
            "gpt-4o-mini",
            "gpt-4o",
            "claude-3-5-haiku-20241022",
            "gpt-4.1",
            "claude-sonnet-4-6",
            "gpt-4.1-mini",
            "claude-opus-4-8",
            "gpt-5.5");

    private static final Map<String, long[]> NANO_USD_PER_TOKEN = Map.of(
            "gpt-4o-mini", new long[] {150, 600},
            "gpt-4o", new long[] {2500, 10_000},
            "claude-3-5-haiku-20241022", new long[] {800, 4000},
            "gpt-4.1", new long[] {2000, 8000},
            "claude-sonnet-4-6", new long[] {3000, 15_000},
            "gpt-4.1-mini", new long[] {400, 1600},
            "claude-opus-4-8", new long[] {5000, 25_000},
            "gpt-5.5", new long[] {5000, 30_000});

    private FlatPrices() {}

    /** Cost of a call, nano-USD; -1 when the model has no price. */
    public static long nanoUsd(String model, long inputTokens, long outputTokens) {
        long[] price = NANO_USD_PER_TOKEN.get(model);
        return price == null ? -1 : price[0] * inputTokens + price[1] * outputTokens;
    }
}
