package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.WindowStats;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesKeyTest {

    private static final SeriesKey KEY = new SeriesKey("acme", "staging", "chat", "openai", "gpt-4o", "v3");
    private static final View PROVIDER_MODEL = View.of(Dimension.MODEL, Dimension.PROVIDER);

    @Test
    void text_readsBackInEveryView() {
        for (int bits = 0; bits < 1 << Dimension.values().length; bits++) {
            Set<Dimension> kept = EnumSet.noneOf(Dimension.class);
            for (Dimension dimension : Dimension.values()) {
                if ((bits >> dimension.ordinal() & 1) == 1) {
                    kept.add(dimension);
                }
            }
            View view = new View(kept);
            SeriesKey key = KEY.in(view);
            assertEquals(key, SeriesKey.parse(key.text()));
            assertEquals(view, key.view());
            assertEquals(view, View.parse(view.wireName()));
            for (Dimension dimension : Dimension.values()) {
                assertEquals(view.has(dimension) ? KEY.part(dimension) : SeriesKey.ALL, key.part(dimension));
            }
        }
    }

    @Test
    void otherText_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> SeriesKey.parse("a\u001Fb\u001Fc\u001Fd"));
        assertThrows(IllegalArgumentException.class, () -> SeriesKey.parse(KEY.text() + "\u001F"));
    }

    @Test
    void emptyParts_readBack() {
        SeriesKey key = new SeriesKey("", "", "", "", "", "");
        assertEquals(key, SeriesKey.parse(key.text()));
        assertTrue(key.view().isSeries());
    }

    @Test
    void recordOfASeries_givesItBack() {
        WindowStats window = new WindowStats();
        KEY.writeTo(window);
        assertEquals("staging", window.getEnvironment());
        assertEquals(KEY, SeriesKey.of(window));
        Progress other = new Progress();
        assertEquals(
                "Progress has no field tenant: expected one",
                assertThrows(IllegalArgumentException.class, () -> KEY.writeTo(other))
                        .getMessage());
    }

    @Test
    void controlCharacters_cannotMakeAnotherKey() {
        assertEquals("a_b", SeriesKey.of("a\u001Fb", "", "r", "", "m", "").tenant());
    }

    @Test
    void beyondTheLimit_keysOfSharesDiffer() {
        assertEquals(new SeriesKey("acme", "~other", "~other", "~other", "~other", "~1"), KEY.other(true, 1));
        assertEquals(new SeriesKey("~other", "~other", "~other", "~other", "~other", "~1"), KEY.other(false, 1));
        SeriesKey inView = KEY.in(PROVIDER_MODEL);
        assertEquals(
                new SeriesKey("~all", "~all", "~all", "~other", "~2", "~all").text(),
                inView.other(true, 2).text());
        SeriesKey byRoute = KEY.in(View.of(Dimension.ROUTE));
        assertEquals("~other2", byRoute.other(true, 2).route());
        assertNotEquals(byRoute.other(true, 1), byRoute.other(true, 2));
        SeriesKey byTenant = KEY.in(View.of(Dimension.TENANT));
        assertEquals("~other3", byTenant.other(false, 3).tenant());
        assertEquals(byRoute.view(), byRoute.other(true, 1).view());
    }

    @Test
    void names_areReadInAnyOrderOnce() {
        assertEquals(PROVIDER_MODEL, View.ofNames(List.of("model", "provider")));
        assertEquals("provider,model", PROVIDER_MODEL.wireName());
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> View.ofNames(List.of("region")));
        assertEquals(
                "region: expected one of tenant, environment, route, provider, model, version", unknown.getMessage());
        IllegalArgumentException twice =
                assertThrows(IllegalArgumentException.class, () -> View.ofNames(List.of("route", "route")));
        assertEquals("route: stands twice", twice.getMessage());
        assertFalse(PROVIDER_MODEL.isSeries());
    }
}
