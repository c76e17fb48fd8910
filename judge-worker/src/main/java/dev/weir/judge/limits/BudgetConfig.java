package dev.weir.judge.limits;

import dev.weir.schemas.Means;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one worker may spend on judging in a day, midnight to midnight UTC.
 */
public record BudgetConfig(
        @Means("dollars a worker may spend in a day, UTC; empty: money is not limited") @Nullable
        String dailyUsd,

        @Means("calls a day, every attempt counted; 0: not limited")
        long dailyCalls) {

    /** No limit. */
    public static final BudgetConfig DEFAULT = new BudgetConfig(null, 0);

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MOST_USD = BigDecimal.valueOf(9_000_000_000L);

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (dailyUsd != null && parsed(dailyUsd) == null) {
            problems.add(String.format(
                    Locale.ROOT, "daily_usd = %s: expected a decimal number of dollars from 0 to 9e9", dailyUsd));
        }
        if (dailyCalls < 0) {
            problems.add("daily_calls = " + dailyCalls + ": expected 0 (no limit) or more");
        }
        return problems;
    }

    /** The limit on money, nano-USD; null: none. */
    @Nullable
    Long dailyNanoUsd() {
        BigDecimal usd = dailyUsd == null ? null : parsed(dailyUsd);
        return usd == null
                ? null
                : usd.multiply(NANO).setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static @Nullable BigDecimal parsed(String text) {
        try {
            BigDecimal usd = new BigDecimal(text);
            return usd.signum() < 0 || usd.compareTo(MOST_USD) > 0 ? null : usd;
        } catch (NumberFormatException notDecimal) {
            return null;
        }
    }
}
