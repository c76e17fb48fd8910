package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks every instance for all calls, again and again, and remembers the answers. */
final class Questioner {

    /** What an answer may be older than it says. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final String QUESTION = "/api/v1/windows?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&step=1h";

    /** Instances to ask, by URL. */
    final List<String> urls = new CopyOnWriteArrayList<>();

    final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final LongSupplier sent;
    private final long forgiven;
    private volatile boolean asking = true;

    /**
     * One answer.
     *
     * @param calls -1 when there was no answer or not a whole one
     * @param body of a whole answer; absent otherwise
     */
    record Answer(
            String url,
            long askedAt,
            long answeredAt,
            long calls,
            long staleMillis,
            String problem,
            @Nullable JsonNode body) {

        boolean isWhole() {
            return calls >= 0;
        }

        boolean isFresh() {
            return isWhole() && staleMillis == 0;
        }

        /** Without the body, which would fill the screen. */
        @Override
        public String toString() {
            return url + " asked at " + askedAt + ", answered at " + answeredAt + ": " + calls + " calls, stale "
                    + staleMillis + " ms " + problem;
        }
    }

    /**
     * One who asks.
     *
     * @param sent calls that were sent so far; no answer may have more
     * @param forgiven calls that a later answer may lack: an active copy may have shown calls of a transaction that a kill
     *     took back
     */
    Questioner(LongSupplier sent, long forgiven) {
        this.sent = sent;
        this.forgiven = forgiven;
    }

    /** Asks until it is stopped. */
    void ask() {
        HttpClient client = HttpClient.newHttpClient();
        while (asking) {
            for (String url : urls) {
                try {
                    Answer answer = ask(client, url);
                    if (urls.contains(url)) {
                        answers.add(answer);
                    }
                } catch (InterruptedException e) {
                    return;
                }
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private Answer ask(HttpClient client, String url) throws InterruptedException {
        long askedAt = System.currentTimeMillis();
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + QUESTION))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != 200 || body.path("partial").asBoolean()) {
                String problem = response.statusCode() + " " + body.path("missing_partitions") + body.path("detail");
                return new Answer(url, askedAt, System.currentTimeMillis(), -1, 0, problem, null);
            }
            long calls = 0;
            for (JsonNode window : body.path("windows")) {
                calls += window.path("calls").asLong();
            }
            long most = sent.getAsLong();
            assertTrue(calls <= most, calls + " calls, of which were sent " + most);
            long stale = body.path("stale_ms").asLong();
            return new Answer(url, askedAt, System.currentTimeMillis(), calls, stale, "", body);
        } catch (IOException e) {
            return new Answer(url, askedAt, System.currentTimeMillis(), -1, 0, e.toString(), null);
        }
    }

    void stop() {
        asking = false;
    }

    Answer last() {
        return answers.get(answers.size() - 1);
    }

    void report(String protocol) {
        List<Answer> all = List.copyOf(answers);
        System.out.printf(
                "%s: %d answers, %d not whole, oldest %d ms, slowest %d ms%n",
                protocol,
                all.size(),
                all.stream().filter(answer -> !answer.isWhole()).count(),
                all.stream().mapToLong(Answer::staleMillis).max().orElse(0),
                all.stream()
                        .mapToLong(answer -> answer.answeredAt() - answer.askedAt())
                        .max()
                        .orElse(0));
    }

    void requireGoodAnswers() {
        List<Answer> all = List.copyOf(answers);
        List<Answer> bad = all.stream().filter(answer -> !answer.isWhole()).toList();
        assertTrue(all.size() > 200, all.size() + " answers");
        assertTrue(bad.size() <= all.size() / 10, () -> bad.size() + " of " + all.size() + " were not whole: " + bad);
        assertTrue(all.stream().anyMatch(answer -> answer.staleMillis() > 0), "no copy but active ones ever answered");
        assertEquals(List.of(), tooOld(all), "answers older than they say");
    }

    /** Answers that lack calls which another answer had before their stated age and the tolerance. */
    private List<String> tooOld(List<Answer> all) {
        List<String> found = new ArrayList<>();
        for (Answer answer : all) {
            long before = answer.askedAt() - answer.staleMillis() - TOLERANCE.toMillis();
            all.stream()
                    .filter(other -> other.isWhole() && other.answeredAt() <= before)
                    .filter(other -> answer.isWhole() && answer.calls() < other.calls() - forgiven)
                    .findFirst()
                    .ifPresent(other -> found.add(answer + " after " + other));
        }
        return found;
    }
}
