package dev.weir.alerting.notify;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The receivers that a configuration names. */
public final class Notifiers {

    private Notifiers() {}

    /**
     * One notifier per receiver.
     *
     * @param out where the console notifier prints
     */
    public static List<Notifier> of(NotifyConfig config, PrintStream out, Clock clock) {
        List<Notifier> notifiers = new ArrayList<>();
        if (config.console()) {
            notifiers.add(new ConsoleNotifier(out));
        }
        for (int i = 0; i < config.webhookUrls().size(); i++) {
            notifiers.add(new AlertmanagerWebhookNotifier(
                    "webhook-" + (i + 1), config.webhookUrls().get(i), config, clock));
        }
        String alertmanager = config.alertmanagerUrl();
        if (alertmanager != null) {
            notifiers.add(new AlertmanagerNotifier(alertmanager, config, clock));
        }
        return notifiers;
    }
}
