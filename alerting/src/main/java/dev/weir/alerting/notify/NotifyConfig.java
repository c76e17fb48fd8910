package dev.weir.alerting.notify;

import dev.weir.schemas.Means;
import dev.weir.schemas.text.HttpUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of alerts, and how patiently.
 */
public record NotifyConfig(
        @Means("whether transitions of alerts are printed") boolean console,

        @Means("receivers of the Alertmanager webhook body, version 4")
        List<String> webhookUrls,

        @Means("base URL of an Alertmanager, without `/api/v2`; empty: none") @Nullable
        String alertmanagerUrl,

        @Means("how often a firing alert is sent to the Alertmanager again; at most half its resolve timeout")
        Duration resendInterval,

        @Means("longest time from the start of a request to the end of its response")
        Duration requestTimeout,

        @Means("longest pause between two attempts") Duration longestBackoff,

        @Means("how long delivery of one notification is attempted before it is dropped and counted")
        Duration giveUpAfter,

        @Means("name of the receiver in webhook bodies") String receiver) {

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
