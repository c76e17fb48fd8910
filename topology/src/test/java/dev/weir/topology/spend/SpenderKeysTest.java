package dev.weir.topology.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
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
            String environment = random.nextBoolean() ? "production" : "";
            assertEquals(
                    SpenderKey.of(tenant, environment, kind, spender).text(),
                    keys.key(tenant, environment, kind, spender));
        }
    }

    @Test
    void partsWithTheSameHash_areToldApart() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        for (String one : new String[] {"Aa", "BB"}) {
            for (Kind kind : Kind.values()) {
                assertEquals(SpenderKey.of("t", "e", kind, one).text(), keys.key("t", "e", kind, one));
                assertEquals(SpenderKey.of("t", one, kind, "u").text(), keys.key("t", one, kind, "u"));
                assertEquals(SpenderKey.of(one, "e", kind, "u").text(), keys.key(one, "e", kind, "u"));
            }
        }
    }

    @Test
    void spenderThatComesBack_hasTheSameKey_unlessItsNameIsLong() {
        assertSame(keys.key("t", "e", Kind.USER, "u"), keys.key("t", "e", Kind.USER, "u"));
        String longName = "u".repeat(SpenderKeys.LONGEST + 1);
        assertNotSame(keys.key("t", "e", Kind.USER, longName), keys.key("t", "e", Kind.USER, longName));
    }
}
