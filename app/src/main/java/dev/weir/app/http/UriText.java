package dev.weir.app.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The encoding of a path or a query. */
final class UriText {

    static final String EXPECTED =
            "path or query: expected percent-encoded UTF-8, % followed by two hex digits, without NUL";

    private UriText() {}

    /** Whether a text is percent-encoded UTF-8 without NUL; one that is absent is. */
    static boolean isWellFormed(@Nullable String text) {
        if (text == null || text.chars().allMatch(c -> c > 0 && c < 0x80 && c != '%')) {
            return true;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c;
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    return false;
                }
                value = Character.digit(text.charAt(i + 1), 16) << 4 | Character.digit(text.charAt(i + 2), 16);
                i += 2;
            }
            if (value <= 0) {
                return false;
            }
            if (c == '%') {
                bytes.write(value);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
