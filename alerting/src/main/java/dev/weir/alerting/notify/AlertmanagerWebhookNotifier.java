package dev.weir.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Alert;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;

/**
 * A receiver of Alertmanager's webhook body, version 4, one alert a request. The header {@code Idempotency-Key} is the
 * transition's event id, so a receiver can tell a repeated delivery.
 */
public final class AlertmanagerWebhookNotifier implements Notifier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final String name;
    private final URI uri;
    private final NotifyConfig config;
    private final HttpPost http;

    /**
     * A receiver.
     *
     * @param name unique among the receivers
     * @param url from the operator's configuration, never from an alert
     */
    public AlertmanagerWebhookNotifier(String name, String url, NotifyConfig config, Clock clock) {
        this.name = name;
        this.uri = URI.create(url);
        this.config = config;
        this.http = new HttpPost(config.requestTimeout(), clock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reads reads() {
        return Reads.TRANSITIONS;
    }

    @Override
    public Delivery deliver(Notification notification) {
        try {
            byte[] body = JSON.writeValueAsBytes(body(notification, config.receiver()));
            return http.send(uri, body, Map.of("Idempotency-Key", notification.key()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts cannot be written", e);
        }
    }

    static ObjectNode body(Notification notification, String receiver) {
        Alert alert = notification.alert();
        String status = notification.firing() ? "firing" : "resolved";
        String url = alert.getGeneratorUrl() == null ? "" : alert.getGeneratorUrl();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", "4");
        body.put("groupKey", "weir:" + alert.getAlertId());
        body.put("truncatedAlerts", 0);
        body.put("status", status);
        body.put("receiver", receiver);
        put(body.putObject("groupLabels"), new java.util.TreeMap<>(Map.of("alertname", alert.getRuleId())));
        put(body.putObject("commonLabels"), AlertLabels.labels(alert));
        put(body.putObject("commonAnnotations"), AlertLabels.annotations(alert));
        body.put("externalURL", url);
        ObjectNode one = body.putArray("alerts").addObject();
        one.put("status", status);
        put(one.putObject("labels"), AlertLabels.labels(alert));
        put(one.putObject("annotations"), AlertLabels.annotations(alert));
        one.put("startsAt", alert.getStartsAt().toString());
        one.put(
                "endsAt",
                notification.firing() || alert.getEndsAt() == null
                        ? NEVER
                        : alert.getEndsAt().toString());
        one.put("generatorURL", url);
        one.put("fingerprint", alert.getAlertId());
        return body;
    }

    private static void put(ObjectNode node, SortedMap<String, String> texts) {
        texts.forEach(node::put);
    }
}
