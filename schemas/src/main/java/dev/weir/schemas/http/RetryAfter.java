package dev.weir.schemas.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The wait that a {@code Retry-After} header asks for: seconds or an HTTP date (RFC 9110, 10.2.3). */
public final class RetryAfter {

    private static final long MOST_SECONDS = 24 * 3600;

    private RetryAfter() {}

    /** The wait from now, never negative, at most a day; null when the header is absent or says nothing. */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String text = header.strip();
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = text.length() > 9 ? MOST_SECONDS : Long.parseLong(text);
            return Duration.ofSeconds(Math.min(seconds, MOST_SECONDS));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long seconds = Math.min(Duration.between(now, until).toSeconds(), MOST_SECONDS);
            return Duration.ofSeconds(Math.max(0, seconds));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
