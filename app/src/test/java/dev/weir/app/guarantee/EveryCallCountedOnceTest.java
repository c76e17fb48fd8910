package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guarantee notices a call that is lost, doubled or under another route. */
class EveryCallCountedOnceTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final EveryCallCountedOnce guarantee = new EveryCallCountedOnce();

    private void sendThreeOfAAndOneOfB() {
        for (int i = 0; i < 3; i++) {
            guarantee.sent(call("a" + i, "a"));
        }
        guarantee.sent(call("b", "b"));
        guarantee.sent(call("b", "b"));
    }

    private static TraceEvent call(String id, String route) {
        return TraceEvent.newBuilder()
                .setTraceId(id)
                .setSpanId("1")
                .setRoute(route)
                .setRequestModel("gpt-4o")
                .setStartTime(START)
                .build();
    }

    private static WindowStats window(String route, int minute, int revision, long calls) {
        WindowStats window = new WindowStats();
        window.setView(View.SERIES.wireName());
        window.setTenant("default");
        window.setEnvironment("");
        window.setRoute(route);
        window.setProvider("openai");
        window.setModel("gpt-4o");
        window.setVersion("");
        window.setTile("minute");
        window.setWindowStart(START.plusSeconds(60L * minute));
        window.setRevision(revision);
        window.setCalls(calls);
        return window;
    }

    private static JsonNode answer(long callsOfA, long callsOfB) throws Exception {
        return new ObjectMapper()
                .readTree("{\"windows\":[{\"route\":\"a\",\"calls\":" + callsOfA + "},{\"route\":\"b\",\"calls\":"
                        + callsOfB + "}]}");
    }

    @Test
    void everyCallOnce_holds_alsoOverRevisionsAndOtherViews() throws Exception {
        sendThreeOfAAndOneOfB();
        guarantee.published(window("a", 0, 0, 1));
        guarantee.published(window("a", 0, 1, 2));
        guarantee.published(window("a", 1, 0, 1));
        guarantee.published(window("b", 1, 0, 1));
        WindowStats merged = window("~all", 1, 0, 4);
        merged.setView("provider,model");
        guarantee.published(merged);

        assertEquals(4, guarantee.sent());
        assertDoesNotThrow(() -> guarantee.require("minute"));
        JsonNode answer = answer(3, 1);
        assertDoesNotThrow(() -> guarantee.require(answer));
    }

    @Test
    void lostCall_isNoticed() throws Exception {
        sendThreeOfAAndOneOfB();
        guarantee.published(window("a", 0, 0, 3));

        assertEquals(
                List.of("b: 0 calls in published minute windows: expected 1, 1 lost"), guarantee.violations("minute"));
        assertEquals(List.of("a: 2 calls in an answer: expected 3, 1 lost"), guarantee.violations(answer(2, 1)));
        assertThrows(AssertionError.class, () -> guarantee.require("minute"));
    }

    @Test
    void callCountedTwice_isNoticed() throws Exception {
        sendThreeOfAAndOneOfB();
        guarantee.published(window("a", 0, 0, 3));
        guarantee.published(window("b", 0, 0, 1));
        guarantee.published(window("b", 1, 0, 1));

        assertEquals(
                List.of("b: 2 calls in published minute windows: expected 1, 1 too many"),
                guarantee.violations("minute"));
        JsonNode answer = answer(3, 2);
        assertThrows(AssertionError.class, () -> guarantee.require(answer));
    }

    @Test
    void callUnderAnotherRoute_isNoticed_thoughTheTotalIsRight() throws Exception {
        sendThreeOfAAndOneOfB();
        assertEquals(2, guarantee.violations(answer(2, 2)).size());
    }

    @Test
    void windowThatNobodySentCallsFor_isNoticed() {
        sendThreeOfAAndOneOfB();
        guarantee.published(window("a", 0, 0, 3));
        guarantee.published(window("b", 0, 0, 1));
        guarantee.published(window("c", 0, 0, 1));

        assertEquals(
                List.of("c: 1 calls in published minute windows: expected 0, 1 too many"),
                guarantee.violations("minute"));
    }

    @Test
    void revisionThatIsMissingOrTakesCallsAway_isNoticed() {
        sendThreeOfAAndOneOfB();
        guarantee.published(window("b", 0, 0, 1));
        guarantee.published(window("a", 0, 0, 4));
        guarantee.published(window("a", 0, 2, 3));

        List<String> violations = guarantee.violations("minute");
        assertEquals(2, violations.size(), violations.toString());
        assertTrue(violations.get(0).endsWith("revision 2: expected 1"), violations.get(0));
        assertTrue(violations.get(1).endsWith("3 calls after 4"), violations.get(1));
    }

    @Test
    void nothingSent_provesNothing() {
        assertEquals(
                List.of("no call was sent: expected one at least, or nothing is proved"),
                guarantee.violations("minute"));
    }
}
