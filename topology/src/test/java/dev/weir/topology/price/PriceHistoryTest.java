package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.Fixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every observed change of an input price of 2025, as a history: a call costs what it cost at its own time. */
class PriceHistoryTest {

    private record Change(String at, BigDecimal old, BigDecimal updated) {}

    @Test
    void everyObservedChange_holdsFromItsOwnMicrosecond() throws IOException {
        int changes = 0;
        for (Map.Entry<String, List<Change>> model : observed().entrySet()) {
            List<Change> history = model.getValue();
            PriceBook book = Fixture.book("m: [" + String.join(", ", periods(history)) + "]");
            for (Change change : history) {
                long at = Fixture.micros(change.at());
                assertEquals(
                        change.old(), usdPerMillion(book, change.old(), at - 1), () -> model + " before " + change);
                assertEquals(
                        change.updated(), usdPerMillion(book, change.updated(), at), () -> model + " from " + change);
                changes++;
            }
        }
        System.out.println("observed changes of input prices, each priced before and after: " + changes);
        assertTrue(changes > 100, "changes: " + changes);
    }

    private static List<String> periods(List<Change> history) {
        List<String> periods = new ArrayList<>();
        periods.add("{until: \"" + history.get(0).at() + "\", input: "
                + history.get(0).old().toPlainString() + "}");
        for (int i = 0; i < history.size(); i++) {
            String until =
                    i + 1 < history.size() ? ", until: \"" + history.get(i + 1).at() + "\"" : "";
            periods.add("{from: \"" + history.get(i).at() + "\"" + until + ", input: "
                    + history.get(i).updated().toPlainString() + "}");
        }
        return periods;
    }

    private static BigDecimal usdPerMillion(PriceBook book, BigDecimal expected, long at) {
        long tokens = expected.compareTo(BigDecimal.valueOf(1_000)) > 0 ? 1_000 : 1_000_000; // one call has a bound
        Price price = book.price(ModelUse.of(null, "m"), Fixture.tokens(tokens, 0), at);
        long nano = assertInstanceOf(Price.Priced.class, price).nanoUsd();
        return BigDecimal.valueOf(nano, 9)
                .multiply(BigDecimal.valueOf(1_000_000 / tokens))
                .stripTrailingZeros();
    }

    /** Changes by model; a model whose price was gone in between is left out from there on. */
    private static Map<String, List<Change>> observed() throws IOException {
        Map<String, List<Change>> observed = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Fixture.open("prices/litellm_price_events_2025-02_2025-12.csv.gz"), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                if (!cells[2].equals("input_cost_per_token") || cells[3].isEmpty() || cells[4].isEmpty()) {
                    continue;
                }
                Change change = new Change(cells[0], perMillion(cells[3]), perMillion(cells[4]));
                if (isRefused(change.old()) || isRefused(change.updated())) {
                    continue;
                }
                List<Change> history = observed.computeIfAbsent(cells[1], absent -> new ArrayList<>());
                if (history.isEmpty()
                        || history.get(history.size() - 1).updated().equals(change.old())) {
                    history.add(change);
                }
            }
        }
        return observed;
    }

    /** Figures with the noise of binary floating point, and mistakes that are beyond any price: our own form has neither. */
    private static boolean isRefused(BigDecimal usdPerMillion) {
        return usdPerMillion.scale() > 9 || usdPerMillion.compareTo(BigDecimal.valueOf(100_000)) > 0;
    }

    private static BigDecimal perMillion(String usdPerToken) {
        return new BigDecimal(usdPerToken).movePointRight(6).stripTrailingZeros();
    }
}
