package dev.weir.app.command;

import dev.weir.topology.price.PriceEntry;
import java.util.stream.Collectors;

/** Prices as lines for people. */
final class PriceText {

    private PriceText() {}

    /** {@code batch above 200000: input 3, output 15}. */
    static String line(PriceEntry.Line line) {
        String rates = line.usd().entrySet().stream()
                .map(rate -> rate.getKey() + " " + rate.getValue().toPlainString())
                .collect(Collectors.joining(", "));
        return line.tier() + (line.above() == 0 ? "" : " above " + line.above()) + ": " + rates;
    }

    /** {@code , from 2026-09-01T00:00:00Z}; empty for a price that holds at any time. */
    static String period(PriceEntry.Period period) {
        return (period.from() == null ? "" : ", from " + period.from())
                + (period.until() == null ? "" : ", until " + period.until())
                + (period.hours() == null ? "" : ", at " + period.hours());
    }
}
