package dev.weir.alerting.rules;

import dev.weir.alerting.window.Spent;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a budget limits, read from {@code weir.window-spend}. The key in a rules file is the measure's own. */
public enum BudgetMeasure implements Measure {
    /** Cost of the calls whose price is known. */
    USD("USD", "total"),
    /** Calls. */
    CALLS("calls", "total"),
    /** Input and output tokens. */
    TOKENS("tokens", "total"),
    /** Input tokens of the largest call: how much context one request may bring. */
    INPUT_TOKENS_PER_REQUEST("tokens", "max");

    private static final double NANOS_PER_USD = 1e9;
    private static final double RATIO_CHANGE = 0.2;

    private final String unit;
    private final String statistic;

    BudgetMeasure(String unit, String statistic) {
        this.unit = unit;
        this.statistic = statistic;
    }

    /** The key of a rules file under which its limit stands. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(BudgetMeasure::key).toList();
    }

    @Override
    public String wireName() {
        return this == USD ? "spend_usd" : this == INPUT_TOKENS_PER_REQUEST ? key() : "spend_" + key();
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String statistic() {
        return statistic;
    }

    @Override
    public boolean quantiles() {
        return false;
    }

    @Override
    public boolean ratio() {
        return true;
    }

    @Override
    public double defaultMinChange() {
        return RATIO_CHANGE;
    }

    @Override
    public long defaultMinCalls() {
        return 1;
    }

    /** Whether a limit is broken when it is reached, as a budget is, or only when it is passed, as a limit of one request is. */
    public boolean brokenWhenReached() {
        return this != INPUT_TOKENS_PER_REQUEST;
    }

    @Override
    public WindowSource source() {
        return WindowSource.SPEND;
    }

    @Override
    public Observation read(Window window) {
        if (window instanceof Window.Spend spend) {
            return read(spend.spent());
        }
        throw Measure.wrongSource(this, window);
    }

    /** What spend says of this measure. */
    public Observation read(Spent spent) {
        return switch (this) {
            case USD ->
                spent.calls() <= spent.unpricedCalls()
                        ? new Observation.Unknown(spent.calls())
                        : new Observation.Amount(
                                spent.nanoUsd() / NANOS_PER_USD, spent.unpricedCalls() > 0, spent.calls());
            case CALLS -> new Observation.Amount(spent.calls(), false, spent.calls());
            case TOKENS -> new Observation.Amount(spent.tokens(), true, spent.calls());
            case INPUT_TOKENS_PER_REQUEST -> {
                Long most = spent.maxInputTokens();
                yield most == null
                        ? new Observation.Unknown(spent.calls())
                        : new Observation.Amount(most, true, spent.calls());
            }
        };
    }
}
