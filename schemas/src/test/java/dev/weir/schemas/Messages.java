package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an exception's message says and leaves unsaid. */
public final class Messages {

    private Messages() {}

    /** Asserts that the message holds each of the parts. */
    public static void assertSays(Throwable thrown, String... parts) {
        for (String part : parts) {
            String message = String.valueOf(thrown.getMessage());
            assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
        }
    }

    /** Asserts that neither the message nor that of any cause holds one of the parts. */
    public static void assertNeverSays(Throwable thrown, String... parts) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            for (String part : parts) {
                assertFalse(message.contains(part), () -> "expected no \"" + part + "\" in: " + message);
            }
        }
    }
}
