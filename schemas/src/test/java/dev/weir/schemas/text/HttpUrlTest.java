package dev.weir.schemas.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://host, true",
        "HTTPS://host:8081/path?a=b, true",
        "http://user:word@host, true",
        "ftp://host, false",
        "host:8081, false",
        "http://, false",
        "http:///path, false",
        "http://two words, false",
        "'', false"
    })
    void urlWithHttpAndAHost_isOne(String text, boolean expected) {
        assertEquals(expected, HttpUrl.parse(text).isPresent());
    }
}
