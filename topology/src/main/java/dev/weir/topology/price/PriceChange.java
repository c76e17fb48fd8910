package dev.weir.topology.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two price lists say differently about one model.
 *
 * @param model {@code provider/model}
 * @param details one line a difference, {@code old -> new}; for a model that only one list has, its prices
 */
public record PriceChange(Kind kind, String model, List<String> details) {

    /** What happens to a model. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    public PriceChange {
        details = List.copyOf(details);
    }

    /** Every difference between two books, by model. */
    public static List<PriceChange> between(PriceBook old, PriceBook updated) {
        Map<String, Map<String, String>> before = described(old);
        Map<String, Map<String, String>> after = described(updated);
        TreeSet<String> models = new TreeSet<>(before.keySet());
        models.addAll(after.keySet());
        List<PriceChange> changes = new ArrayList<>();
        for (String model : models) {
            Map<String, String> was = before.getOrDefault(model, Map.of());
            Map<String, String> is = after.getOrDefault(model, Map.of());
            if (was.equals(is)) {
                continue;
            }
            Kind kind = was.isEmpty() ? Kind.ADDED : is.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
            changes.add(new PriceChange(kind, model, details(was, is)));
        }
        return changes;
    }

    private static List<String> details(Map<String, String> was, Map<String, String> is) {
        List<String> details = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        for (String name : names) {
            String old = was.get(name);
            String updated = is.get(name);
            if (was.isEmpty() || is.isEmpty()) {
                details.add(name + " " + (updated == null ? old : updated));
            } else if (old == null || updated == null || !old.equals(updated)) {
                details.add(name + " " + (old == null ? "none" : old) + " -> " + (updated == null ? "none" : updated));
            }
        }
        return details;
    }

    /** By {@code provider/model}, each rate by its name. */
    private static Map<String, Map<String, String>> described(PriceBook book) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (PriceEntry entry : book.entries()) {
            String providers = String.join("+", new TreeSet<>(entry.providers()));
            Map<String, String> rates =
                    all.computeIfAbsent(providers + "/" + entry.model(), absent -> new LinkedHashMap<>());
            for (PriceEntry.Period period : entry.periods()) {
                for (PriceEntry.Line line : period.lines()) {
                    line.usd().forEach((kind, usd) -> rates.put(name(period, line, kind), usd(usd)));
                }
            }
        }
        return all;
    }

    private static String name(PriceEntry.Period period, PriceEntry.Line line, String kind) {
        return (line.tier().equals("standard") ? "" : line.tier() + " ")
                + kind
                + (line.above() == 0 ? "" : " above " + line.above())
                + (period.from() == null ? "" : " from " + period.from())
                + (period.until() == null ? "" : " until " + period.until())
                + (period.hours() == null ? "" : " at " + period.hours());
    }

    private static String usd(BigDecimal usd) {
        return usd.toPlainString();
    }
}
