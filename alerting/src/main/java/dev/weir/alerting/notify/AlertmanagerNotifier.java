package dev.weir.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Alert;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An Alertmanager, by {@code POST /api/v2/alerts}. It forgets an alert whose end passes, so a firing one is sent again every
 * interval with an end four intervals ahead, and one that is over is sent with an end in the past for another fifteen
 * minutes. It reads how all alerts stand at each start, so nothing has to be remembered here.
 */
public final class AlertmanagerNotifier implements Notifier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INTERVALS_AHEAD = 4;
    private static final Duration RESOLVED_KEPT = Duration.ofMinutes(15);

    private final URI uri;
    private final Duration interval;
    private final HttpPost http;
    private final Clock clock;
    private final Map<String, Notification> firing = new LinkedHashMap<>();
    private final Map<String, Over> over = new LinkedHashMap<>();
    private Instant resentAt;
    private Delivery resent = new Delivery.Delivered();

    /**
     * A receiver.
     *
     * @param clock for ends ahead of now, which Alertmanager measures by the wall clock
     */
    public AlertmanagerNotifier(String baseUrl, NotifyConfig config, Clock clock) {
        this.uri = URI.create(baseUrl.replaceAll("/+$", "") + "/api/v2/alerts");
        this.interval = config.resendInterval();
        this.http = new HttpPost(config.requestTimeout(), clock);
        this.clock = clock;
        this.resentAt = clock.instant();
    }

    private record Over(Notification notification, Instant since) {}

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public Reads reads() {
        return Reads.STANDINGS;
    }

    @Override
    public Delivery deliver(Notification notification) {
        String id = notification.alert().getAlertId();
        if (notification.firing()) {
            firing.put(id, notification);
            over.remove(id);
        } else {
            firing.remove(id);
            over.put(id, new Over(notification, clock.instant()));
        }
        return post(List.of(notification));
    }

    @Override
    public Delivery tick(Instant now) {
        if (now.isBefore(resentAt.plus(interval))) {
            return resent;
        }
        resentAt = now;
        over.values().removeIf(entry -> entry.since().plus(RESOLVED_KEPT).isBefore(now));
        List<Notification> again = new java.util.ArrayList<>(firing.values());
        over.values().forEach(entry -> again.add(entry.notification()));
        // A failure is made good by the next interval.
        resent = again.isEmpty() ? new Delivery.Delivered() : post(again);
        return resent;
    }

    private Delivery post(Collection<Notification> notifications) {
        try {
            return http.send(uri, JSON.writeValueAsBytes(body(notifications, clock.instant(), interval)), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts cannot be written", e);
        }
    }

    static ArrayNode body(Collection<Notification> notifications, Instant now, Duration interval) {
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        for (Notification notification : notifications) {
            Alert alert = notification.alert();
            ObjectNode one = body.addObject();
            ObjectNode labels = one.putObject("labels");
            AlertLabels.labels(alert).forEach(labels::put);
            ObjectNode annotations = one.putObject("annotations");
            AlertLabels.annotations(alert).forEach(annotations::put);
            Instant start = alert.getStartsAt().isAfter(now) ? now : alert.getStartsAt();
            Instant end = alert.getEndsAt() == null || alert.getEndsAt().isAfter(now) ? now : alert.getEndsAt();
            one.put("startsAt", start.toString());
            one.put(
                    "endsAt",
                    notification.firing()
                            ? now.plus(interval.multipliedBy(INTERVALS_AHEAD)).toString()
                            : end.toString());
            if (alert.getGeneratorUrl() != null) {
                one.put("generatorURL", alert.getGeneratorUrl());
            }
        }
        return body;
    }
}
