package dev.weir.topology.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void hash_isTheOneThatStoresHold() {
        // XXH64 of no bytes and seed 0, as its specification gives it.
        assertEquals(0xEF46DB3751D8E999L, Fingerprint.ofResponse(""));
    }

    @Test
    void whereOneIdEndsAndTheOtherBegins_matters() {
        assertNotEquals(Fingerprint.ofSpan("ab", "c"), Fingerprint.ofSpan("a", "bc"));
    }
}
