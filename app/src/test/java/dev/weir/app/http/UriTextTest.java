package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UriTextTest {

    @Test
    void percentEncodedUtf8_isWellFormed() {
        for (String text : List.of("", "/a/b", "a=1&b=%20%25", "%c3%a4", "%F0%9F%98%80", "a+b", "ä")) {
            assertTrue(UriText.isWellFormed(text), text);
        }
        assertTrue(UriText.isWellFormed(null));
    }

    @Test
    void badEscapesOverlongFormsAndNul_areNot() {
        for (String text :
                List.of("%", "%4", "%zz", "%4z", "a%", "%00", "a\0b", "%ff", "%c0%af", "%c3%28", "%ed%a0%80", "%-1")) {
            assertFalse(UriText.isWellFormed(text), text);
        }
    }
}
