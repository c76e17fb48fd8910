package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SpenderKey.Kind;
import org.junit.jupiter.api.Test;

class SpenderKeyTest {

    @Test
    void textForm_readsBack_whateverTheNameHolds() {
        for (Kind kind : Kind.values()) {
            for (String name :
                    new String[] {"ann", "", "a\u001Fb", "\u0085", "\u0000\u007F", "~other", "x".repeat(400)}) {
                SpenderKey key = SpenderKey.of("acme", "production", kind, name);
                assertEquals(key, SpenderKey.parse(key.text()));
                assertTrue(TextLimit.NAME.holds(key.name()));
                assertFalse(key.isOther(), "no name of a producer stands for many");
            }
        }
        assertEquals("a_b", SpenderKey.of("acme", "", Kind.USER, "a\u001Fb").name());
        assertEquals("_", SpenderKey.of("acme", "", Kind.USER, "\u0085").name());
        assertEquals("_other", SpenderKey.of("acme", "", Kind.USER, "~other").name());
    }

    @Test
    void environments_areDifferentSpenders_withOneNamedSpender() {
        SpenderKey production = SpenderKey.of("acme", "production", Kind.USER, "ann");
        SpenderKey staging = SpenderKey.of("acme", "staging", Kind.USER, "ann");

        assertFalse(production.text().equals(staging.text()));
        assertEquals(production.named(), staging.named());
    }

    @Test
    void keyBeyondTheLimit_keepsItsGroupWhereThatIsKnown() {
        SpenderKey key = SpenderKey.of("acme", "production", Kind.USER, "ann");

        assertEquals(new SpenderKey("acme", "production", Kind.USER, "~other-3"), key.other(true, 3));
        assertEquals(new SpenderKey("~other", "~other", Kind.USER, "~other-3"), key.other(false, 3));
        assertTrue(key.other(true, 3).isOther());
    }

    @Test
    void textOfAnotherForm_isRefusedWithWhatWasExpected() {
        assertThrows(IllegalArgumentException.class, () -> SpenderKey.parse("acme\u001Fuser\u001Fann"));
        assertEquals(
                "kind of spender = team: expected one of user, feature, route, tenant",
                assertThrows(IllegalArgumentException.class, () -> SpenderKey.parse("acme\u001F\u001Fteam\u001Fann"))
                        .getMessage());
    }
}
