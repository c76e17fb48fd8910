package dev.weir.alerting.notify;

import dev.weir.schemas.text.HttpUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of alerts, and how patiently.
 *
 * @param console whether transitions are printed
 * @param webhookUrls receivers of the Alertmanager webhook body, version 4
 * @param alertmanagerUrl base URL of an Alertmanager, without {@code /api/v2}; absent: none
 * @param resendInterval how often a firing alert is sent to the Alertmanager again; at most half its resolve timeout
 * @param requestTimeout from the start of a request to the end of its answer
 * @param longestBackoff longest pause between two attempts
 * @param giveUpAfter how long one notification is tried before it is dropped and counted
 * @param receiver name of the receiver in webhook bodies
 */
public record NotifyConfig(
        boolean console,
        List<String> webhookUrls,
        @Nullable String alertmanagerUrl,
        Duration resendInterval,
        Duration requestTimeout,
        Duration longestBackoff,
        Duration giveUpAfter,
        String receiver) {

    /** Console only. */
    public static final NotifyConfig DEFAULT = new NotifyConfig(
            true,
            List.of(),
            null,
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(24),
            "weir");

    /** The same patience, and nobody is told. */
    public NotifyConfig silent() {
        return new NotifyConfig(
                false, List.of(), null, resendInterval, requestTimeout, longestBackoff, giveUpAfter, receiver);
    }

    /** Every problem, as {@code key = value: expected …}; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String url : webhookUrls) {
            requireHttp(problems, "webhook_urls", url);
        }
        if (alertmanagerUrl != null) {
            requireHttp(problems, "alertmanager_url", alertmanagerUrl);
        }
        requirePositive(problems, "resend_interval", resendInterval);
        requirePositive(problems, "request_timeout", requestTimeout);
        requirePositive(problems, "longest_backoff", longestBackoff);
        requirePositive(problems, "give_up_after", giveUpAfter);
        if (receiver.isBlank()) {
            problems.add("receiver = " + receiver + ": expected a name");
        }
        return problems;
    }

    private static void requirePositive(List<String> problems, String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problems.add(key + " = " + value + ": expected more than 0");
        }
    }

    private static void requireHttp(List<String> problems, String key, String text) {
        if (HttpUrl.parse(text).isEmpty()) {
            problems.add(key + " = " + text + ": expected an http or https URL");
        }
    }
}
