package dev.weir.alerting.rules;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people and counter names write them. */
public final class Numbers {

    private static final MathContext READABLE = new MathContext(4);
    private static final MathContext EXACT = new MathContext(15);

    private Numbers() {}

    /** Shortest decimal form without an exponent, at most 15 digits: {@code 5000}, {@code 0.95}. */
    public static String plain(double value) {
        return new BigDecimal(value).round(EXACT).stripTrailingZeros().toPlainString();
    }

    /** Four significant digits without an exponent. */
    public static String readable(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact.precision() - exact.scale() > READABLE.getPrecision()
                ? exact.setScale(0, java.math.RoundingMode.HALF_EVEN)
                : exact.round(READABLE);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
