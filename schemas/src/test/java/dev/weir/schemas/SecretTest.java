package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {

    private record Holder(String user, Secret password) {}

    @Test
    void anyTextForm_hidesTheValueAndItsLength() throws Exception {
        Holder holder = new Holder("weir", new Secret("tops3cret"));

        assertEquals("******", new Secret("").toString());
        assertFalse(holder.toString().contains("tops3cret"));
        assertEquals("{\"user\":\"weir\",\"password\":\"******\"}", new ObjectMapper().writeValueAsString(holder));
        assertFalse(new ObjectMapper()
                .writeValueAsString(Map.of("k", new Secret("tops3cret")))
                .contains("tops"));
    }

    @Test
    void value_isRevealedOnlyOnRequest() {
        assertEquals("tops3cret", new Secret("tops3cret").value());
    }
}
