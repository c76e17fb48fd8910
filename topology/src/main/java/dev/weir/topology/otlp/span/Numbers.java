package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as producers write them: as numbers, as texts, whole ones as fractions. What cannot be read is absent and noted, and
 * never zero.
 */
public final class Numbers {

    private static final int LONGEST = 40;
    private static final double EXACT = 9_007_199_254_740_992.0; // 2^53: beyond, a double skips whole numbers

    private Numbers() {}

    /** A whole number; below zero is for the caller to judge. */
    public static @Nullable Long count(@Nullable JsonNode node, Repairs repairs) {
        if (node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isBlank())) {
            return null;
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? Long.valueOf(node.longValue()) : unreadable(repairs);
        }
        if (node.isNumber()) {
            double value = node.doubleValue();
            if (value != Math.rint(value) || Math.abs(value) > EXACT) {
                return unreadable(repairs);
            }
            repairs.note(Repair.NUMBER_FROM_DOUBLE);
            return (long) value;
        }
        BigDecimal decimal = node.isTextual() ? decimal(node.textValue()) : null;
        if (decimal == null) {
            return unreadable(repairs);
        }
        try {
            long value = decimal.longValueExact();
            repairs.note(Repair.NUMBER_FROM_TEXT);
            return value;
        } catch (ArithmeticException e) { // a fraction, or beyond 64 bits
            return unreadable(repairs);
        }
    }

    /** A finite number. */
    public static @Nullable Double number(@Nullable JsonNode node, Repairs repairs) {
        if (node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isBlank())) {
            return null;
        }
        double value = Double.NaN;
        if (node.isNumber()) {
            value = node.doubleValue();
        } else if (node.isTextual()) {
            BigDecimal decimal = decimal(node.textValue());
            if (decimal != null) {
                repairs.note(Repair.NUMBER_FROM_TEXT);
                value = decimal.doubleValue();
            }
        }
        if (Double.isFinite(value)) {
            return value;
        }
        repairs.note(Repair.UNREADABLE_NUMBER);
        return null;
    }

    /** A boolean or the text of one, in any case; absent otherwise. */
    public static @Nullable Boolean flag(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        String text = node.asText("").strip();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        return text.equalsIgnoreCase("false") ? false : null;
    }

    private static @Nullable BigDecimal decimal(String text) {
        String plain = text.strip();
        if (plain.isEmpty() || plain.length() > LONGEST) {
            return null;
        }
        try {
            return new BigDecimal(plain);
        } catch (NumberFormatException e) {
            return null; // noted by the caller
        }
    }

    private static @Nullable Long unreadable(Repairs repairs) {
        repairs.note(Repair.UNREADABLE_NUMBER);
        return null;
    }
}
