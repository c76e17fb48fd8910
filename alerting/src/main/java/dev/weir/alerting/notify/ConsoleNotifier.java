package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.text.Visible;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One line per transition on a stream; text from outside is {@link Visible} and cannot break the line. */
public final class ConsoleNotifier implements Notifier {

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private final PrintStream out;

    public ConsoleNotifier(PrintStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Reads reads() {
        return Reads.TRANSITIONS;
    }

    @Override
    public Delivery deliver(Notification notification) {
        out.println(line(notification.alert()));
        return new Delivery.Delivered();
    }

    static String line(Alert alert) {
        StringBuilder line = new StringBuilder();
        line.append(String.format("%-9s %s %s", alert.getStatus(), alert.getSeverity(), alert.getRuleId()));
        Map<String, String> labels = new TreeMap<>(alert.getLabels());
        labels.remove("alertname");
        labels.remove("metric");
        labels.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        line.append(" | ").append(LINE_BREAKS.matcher(alert.getSummary()).replaceAll(" "));
        line.append(" | since ").append(alert.getStartsAt());
        if (alert.getEndsAt() != null) {
            line.append(" until ").append(alert.getEndsAt());
        }
        if (alert.getResolveReason() != null) {
            line.append(" (").append(alert.getResolveReason()).append(')');
        }
        return Visible.of(line.toString());
    }
}
