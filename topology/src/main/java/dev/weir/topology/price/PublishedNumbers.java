package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers of published price lists, which come as numbers or as text. */
final class PublishedNumbers {

    private PublishedNumbers() {}

    /** @throws ArithmeticException if it is none */
    static BigDecimal decimal(@Nullable JsonNode value) {
        try {
            if (value != null && value.isNumber()) {
                return value.decimalValue();
            }
            return new BigDecimal(value == null ? "" : value.asText().strip());
        } catch (NumberFormatException e) {
            throw (ArithmeticException) new ArithmeticException("not a number").initCause(e);
        }
    }
}
