package dev.weir.judge.judges;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Dollars per million tokens. Costs are rounded up to whole nano-USD; cached tokens count in full, so never too low. */
record TokenPrice(BigDecimal inputUsdPerMillion, BigDecimal outputUsdPerMillion) {

    private static final BigDecimal NANO_PER_TOKEN = BigDecimal.valueOf(1_000);

    /** Cost of a call, nano-USD. */
    long nanoUsd(long inputTokens, long outputTokens) {
        return inputUsdPerMillion
                .multiply(BigDecimal.valueOf(inputTokens))
                .add(outputUsdPerMillion.multiply(BigDecimal.valueOf(outputTokens)))
                .multiply(NANO_PER_TOKEN)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
