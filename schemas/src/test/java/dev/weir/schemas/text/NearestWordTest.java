package dev.weir.schemas.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

    @ParameterizedTest
    @CsvSource({"port,port,0", "prot,port,1", "pot,port,1", "porrt,port,1", "part,port,1", "'',port,4", "ca,abc,3"})
    void distance_countsEdits(String a, String b, int edits) {
        assertEquals(edits, NearestWord.distance(a, b));
        assertEquals(edits, NearestWord.distance(b, a));
    }

    @Test
    void nearest_hasFewestEditsThenComesFirst() {
        assertEquals("http.port", NearestWord.of("htpp.port", List.of("http.host", "http.port", "kafka.client")));
        assertEquals("a1", NearestWord.of("a0", List.of("a2", "a1")));
    }
}
