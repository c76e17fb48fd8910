package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratedTrafficTest {

    private static final long SEED = 42;
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final TimeRange RUN = new TimeRange(START, START.plus(Duration.ofMinutes(150)));
    private static final ProductionFigures FIGURES = ProductionFigures.load();

    private static List<Arrival> arrivals = List.of();

    @BeforeAll
    static void generate() {
        arrivals = generated(SEED, RUN);
    }

    @AfterAll
    static void forget() {
        arrivals = List.of();
    }

    @Test
    void sameSeed_givesTheSameBytes() {
        TimeRange part = new TimeRange(START, START.plus(Duration.ofMinutes(5)));
        assertArrayEquals(digest(generated(SEED, part)), digest(generated(SEED, part)));
        assertFalse(Arrays.equals(digest(generated(SEED, part)), digest(generated(SEED + 1, part))));
    }

    @Test
    void arrivals_areOrderedUniqueAndAtTheEndOfTheirCall() {
        Instant before = START;
        Set<String> ids = new TreeSet<>();
        for (Arrival arrival : arrivals) {
            assertFalse(arrival.at().isBefore(before));
            assertEquals(EventTime.of(arrival.event()), arrival.at());
            assertTrue(RUN.contains(arrival.event().getStartTime()));
            assertTrue(ids.add(arrival.event().getTraceId()));
            before = arrival.at();
        }
    }

    @Test
    void rate_isThatOfTheFigures() {
        double perMinute = arrivals.size() / 150.0;
        assertTrue(perMinute >= 300 && perMinute <= 400, "seed " + SEED + ": " + perMinute + " calls a minute");
    }

    /** Tolerance: the share of values up to a published quantile is within 4 standard errors and one rounded unit of it. */
    @Test
    void tokens_reproduceThePublishedQuantiles() {
        for (String route : List.of("support-chat", "code-assist", "doc-qa")) {
            String from = route.equals("doc-qa")
                    ? "mooncake_conversation"
                    : route.equals("code-assist") ? "azure_code" : "azure_conv";
            ProductionFigures.TokenFigures tokens = FIGURES.tokens(from);
            assertReproduced(route + " input", tokens.input(), values(answered(route), TraceEvent::getInputTokens));
            assertReproduced(route + " output", tokens.output(), values(answered(route), TraceEvent::getOutputTokens));
        }
    }

    @Test
    void firstToken_reproducesThePublishedQuantiles() {
        QuantileFunction published = FIGURES.latencyOf("gpt-4o").ttftMillis();
        Predicate<TraceEvent> calls = answered("support-chat").and(event -> "gpt-4o".equals(event.getRequestModel()));
        assertReproduced("ttft", published, values(calls, event -> event.getTimeToFirstTokenMicros() / 1000));
    }

    private static void assertReproduced(String what, QuantileFunction published, long[] values) {
        for (double share : new double[] {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99}) {
            double quantile = published.at(share);
            double atMost =
                    Arrays.stream(values).filter(each -> each <= quantile + 1).count() / (double) values.length;
            double below =
                    Arrays.stream(values).filter(each -> each < quantile - 1).count() / (double) values.length;
            double tolerance = 4 * Math.sqrt(share * (1 - share) / values.length);
            String message = "seed " + SEED + " " + what + " p" + 100 * share + " = " + quantile + ": share in ["
                    + below + ", " + atMost + "] of " + values.length;
            assertTrue(atMost >= share - tolerance && below <= share + tolerance, message);
        }
    }

    @Test
    void regression_isSlowInItsStretchAndNowhereElse() {
        Regression regression = new GeneratedTraffic(SEED, FIGURES, RUN).regression();
        double within = median(answered("doc-qa").and(event -> regression.when().contains(event.getStartTime())));
        double before = median(answered("doc-qa")
                .and(event -> event.getStartTime().isBefore(regression.when().start())));
        double after = median(answered("doc-qa")
                .and(event -> !event.getStartTime().isBefore(regression.when().end())));

        assertEquals(3, within / before, 0.35, "latency grows three times");
        assertEquals(1, after / before, 0.15, "and recovers");
        assertEquals(RUN.at(0.5), regression.when().start());
        assertEquals(RUN.at(0.75), regression.when().end());
    }

    @Test
    void regression_makesMostAnswersUngrounded() {
        Regression regression = new GeneratedTraffic(SEED, FIGURES, RUN).regression();
        Predicate<TraceEvent> grounded = answered("doc-qa").and(event -> event.getDocuments() != null);
        double within = wrongShare(grounded.and(event -> regression.when().contains(event.getStartTime())));
        double outside = wrongShare(grounded.and(event -> !regression.when().contains(event.getStartTime())));
        assertEquals(0.7, within, 0.06, "within");
        assertEquals(0.04, outside, 0.02, "outside");
    }

    @Test
    void refusalsAndErrors_comeInTheirShares() {
        long errors = arrivals.stream()
                .filter(each -> each.event().getStatus() == SpanStatus.ERROR)
                .count();
        assertEquals(0.0133, errors / (double) arrivals.size(), 0.0025);
        long refused = arrivals.stream()
                .filter(each -> each.event().getRefusal() != null
                        || "refusal".equals(each.event().getFinishReason()))
                .count();
        assertTrue(refused > 300, refused + " refusals that the provider reports");
        arrivals.stream()
                .map(Arrival::event)
                .filter(event -> event.getStatus() == SpanStatus.ERROR)
                .forEach(event -> assertTrue(event.getOutputTokens() == null && event.getOutputText() == null));
    }

    @Test
    void everyCall_looksAlive() {
        for (Arrival arrival : arrivals) {
            TraceEvent event = arrival.event();
            assertNotNull(event.getInputText());
            assertFalse(event.getInputText().contains("%"), event.getRoute());
            Long first = event.getTimeToFirstTokenMicros();
            assertTrue(first == null || first <= event.getDurationMicros());
            Long cached = event.getCacheReadInputTokens();
            assertTrue(cached == null || cached <= event.getInputTokens());
        }
        assertTrue(new CallTexts().templates() >= 25);
        Set<String> tenants =
                arrivals.stream().map(each -> each.event().getTenant()).collect(Collectors.toSet());
        assertEquals(Set.of("acme", "northwind"), tenants);
        Set<String> versions = arrivals.stream()
                .map(Arrival::event)
                .filter(event -> "support-chat".equals(event.getRoute()))
                .map(TraceEvent::getPromptVersion)
                .collect(Collectors.toSet());
        assertEquals(Set.of("v3", "v4"), versions);
    }

    private static double wrongShare(Predicate<TraceEvent> calls) {
        List<TraceEvent> chosen =
                arrivals.stream().map(Arrival::event).filter(calls).toList();
        long wrong = chosen.stream()
                .filter(event -> Arrays.stream(event.getOutputText().split("\\W+"))
                                .filter(word -> word.length() > 4)
                                .filter(word -> event.getDocuments().stream()
                                        .noneMatch(
                                                document -> document.getText().contains(word)))
                                .count()
                        > 4)
                .count();
        return wrong / (double) chosen.size();
    }

    private static double median(Predicate<TraceEvent> calls) {
        long[] sorted = values(calls, TraceEvent::getDurationMicros);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Predicate<TraceEvent> answered(String route) {
        return event -> route.equals(event.getRoute()) && event.getStatus() == SpanStatus.OK;
    }

    private static long[] values(Predicate<TraceEvent> calls, ToLongFunction<TraceEvent> value) {
        return arrivals.stream()
                .map(Arrival::event)
                .filter(calls)
                .mapToLong(value)
                .toArray();
    }

    private static List<Arrival> generated(long seed, TimeRange range) {
        List<Arrival> result = new ArrayList<>();
        new GeneratedTraffic(seed, FIGURES, range).forEachRemaining(result::add);
        return result;
    }

    private static byte[] digest(List<Arrival> events) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Arrival each : events) {
                ByteBuffer bytes = TraceEvent.getEncoder().encode(each.event());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
