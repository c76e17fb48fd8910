package dev.weir.schemas;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A configuration value that nobody may read by accident. {@link #toString}, and with it every log line, string
 * concatenation and JSON form, shows {@value #MASK} whatever the value and its length; only {@link #value} reveals it.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    /** What stands for any secret. */
    public static final String MASK = "******";

    @JsonValue
    @Override
    public String toString() {
        return MASK;
    }
}
