package dev.weir.topology.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weir.topology.spend.SpenderKey.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpenderKeysTest {

    private final SpenderKeys keys = new SpenderKeys();

    @Test
    void keysOfManySpenders_areTheirTextForms_howeverOftenTheyPushEachOtherOut() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            String tenant = "tenant-" + random.nextInt(3);
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            String spender = "user-" + random.nextInt(4 * SpenderKeys.ENTRIES);
            assertEquals(SpenderKey.text(tenant, kind, spender), keys.key(tenant, kind, spender));
        }
    }

    @Test
    void partsWithTheSameHash_areToldApart() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        for (String one : new String[] {"Aa", "BB"}) {
            for (Kind kind : Kind.values()) {
                assertEquals(SpenderKey.text("t", kind, one), keys.key("t", kind, one));
                assertEquals(SpenderKey.text(one, kind, "u"), keys.key(one, kind, "u"));
            }
        }
    }

    @Test
    void spenderThatComesBack_hasTheSameKey_unlessItsNameIsLong() {
        assertSame(keys.key("t", Kind.USER, "u"), keys.key("t", Kind.USER, "u"));
        String longName = "u".repeat(SpenderKeys.LONGEST + 1);
        assertNotSame(keys.key("t", Kind.USER, longName), keys.key("t", Kind.USER, longName));
    }
}
