package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.AlertStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every notifier promises that tells its receiver by HTTP. */
abstract class HttpNotifierContract extends NotifierContract {

    static final NotifyConfig CONFIG = new NotifyConfig(
            false,
            List.of(),
            null,
            Duration.ofMinutes(1),
            Duration.ofMillis(800),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            "weir");

    final Receiver receiver;
    private final Notifier notifier;

    HttpNotifierContract() throws IOException {
        receiver = new Receiver();
        notifier = notifier(receiver.url());
    }

    /** A notifier of a receiver at a base URL. */
    abstract Notifier notifier(String url);

    @Override
    Notifier notifier() {
        return notifier;
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    /** Each body read as JSON and written again, so that a text that leaves its place shows. */
    @Override
    List<String> told() {
        return receiver.requests.stream()
                .map(request -> canonical(request.body()))
                .toList();
    }

    private static String canonical(String json) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return mapper.writeValueAsString(mapper.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void success_isDelivered(int status) {
        receiver.answers.add(status);
        assertInstanceOf(Delivery.Delivered.class, notifier.deliver(of(AlertStatus.FIRING)));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 408, 429, 500, 503, Receiver.DRIBBLE, Receiver.SILENCE, Receiver.CUT})
    void answerThatMayChange_isTriedAgain(int status) {
        receiver.answers.add(status);
        assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(of(AlertStatus.FIRING)));
        assertEquals(1, receiver.requests.size(), "no hidden retry, no redirect");
    }

    @Test
    void receiverThatAsksForPatience_isHeard() {
        receiver.answers.add(429);
        receiver.retryAfter = "17";
        assertEquals(
                new Delivery.TryAgain("HTTP status 429: expected 2xx", Duration.ofSeconds(17)),
                notifier.deliver(of(AlertStatus.FIRING)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void answerAboutThisNotification_isARefusal_thatNamesTheStatus(int status) {
        receiver.answers.add(status);
        Delivery.Refused refused = assertInstanceOf(Delivery.Refused.class, notifier.deliver(of(AlertStatus.FIRING)));
        assertEquals("HTTP status " + status + ": expected 2xx", refused.why());
    }

    @Test
    void nobodyThere_isTriedAgain_andTimeMayPass() {
        Notifier lonely = notifier("http://127.0.0.1:1");
        assertInstanceOf(Delivery.TryAgain.class, lonely.deliver(of(AlertStatus.FIRING)));
        lonely.tick(NOW.plusSeconds(3_600));
        assertEquals(List.of(), told());
    }

    @Test
    void deliveryAfterAFailure_isTold() {
        receiver.answers.add(500);
        notifier.deliver(of(AlertStatus.FIRING));
        assertInstanceOf(Delivery.Delivered.class, notifier.deliver(of(AlertStatus.FIRING)));
        assertTrue(told().size() == 2);
    }
}
