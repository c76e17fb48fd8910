package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.Fixture;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Prices against real tables and real usage. */
class PriceTablesTest {

    private static final long AUGUST = Fixture.micros("2026-08-15T00:00:00Z");
    private static final String TABLE = "prices/litellm_model_prices_2026-08-01.json.gz";

    private static PublishedBook table() throws IOException {
        try (InputStream in = Fixture.open(TABLE)) {
            return PriceBooks.fromLiteLlm(in, "litellm");
        }
    }

    @Test
    void liteLlmTable_isReadAsItIs() throws IOException {
        PublishedBook table = table();

        System.out.println("LiteLLM: " + table.entries() + " entries, "
                + table.book().size() + " priced, skipped " + new TreeMap<>(table.skippedByReason()));
        assertEquals(table.entries(), table.book().size() + table.skipped());
        assertTrue(table.book().size() > 2_300, "priced: " + table.book().size());
        assertEquals(0, table.skippedByReason().getOrDefault("not a number", 0));
    }

    /** Kinds of token that an event carries; a case with any other is not comparable. */
    private static final Set<String> CARRIED = Set.of(
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "output_reasoning_tokens",
            "input_audio_tokens",
            "input_text_tokens",
            "output_text_tokens",
            "cache_text_read_tokens",
            "input_image_tokens",
            "input_video_tokens",
            "input_tool_tokens",
            "input_text_tool_tokens");

    @Test
    void realUsage_costsWhatTwoTablesAgreeOn() throws IOException {
        PriceBook book = table().book();
        int exact = 0;
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> left = new TreeMap<>();
        for (JsonNode row : Fixture.rows("prices/cost_cases.jsonl.gz")) {
            List<String> foreign = new ArrayList<>();
            row.path("usage").fieldNames().forEachRemaining(f -> {
                if (!CARRIED.contains(f)) {
                    foreign.add(f);
                }
            });
            if (!row.path("litellm_check").asText().equals("agree") || !foreign.isEmpty()) {
                left.merge(foreign.isEmpty() ? row.path("litellm_check").asText() : foreign.get(0), 1, Integer::sum);
                continue;
            }
            BigDecimal usd = new BigDecimal(row.path("expected_input_usd").asText())
                    .add(new BigDecimal(row.path("expected_output_usd").asText()));
            Price price = book.price(
                    ModelUse.of(null, row.path("litellm_key").asText()),
                    CostCasesTest.parts(row.path("usage")),
                    AUGUST);
            if (price instanceof Price.Priced p && p.nanoUsd() == CostCasesTest.nano(usd)) {
                exact++;
            } else {
                wrong.add(
                        row.path("id").asText() + " " + row.path("litellm_key").asText() + " " + row.path("usage")
                                + " expected " + CostCasesTest.nano(usd) + " nano-USD, was " + price);
            }
        }
        System.out.println("real usage objects priced exactly: " + exact + ", not comparable: " + left);
        assertEquals(List.of(), wrong);
        assertTrue(exact >= 540, "exact: " + exact);
    }

    @Test
    void ourPrices_areThoseThatTheTablesAgreeOn() throws IOException {
        PriceBook book = PriceBooks.bundled();
        List<String> wrong = new ArrayList<>();
        int equal = 0;
        int absent = 0;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Fixture.open("prices/price_crosscheck.csv"), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                if (!cells[16].equals("agree") && !cells[cells.length - 1].equals("agree")) {
                    continue;
                }
                Price in = book.price(ModelUse.of(cells[1], cells[0]), Fixture.tokens(100_000, 0), AUGUST);
                Price out = book.price(ModelUse.of(cells[1], cells[0]), Fixture.tokens(0, 100_000), AUGUST);
                if (in instanceof Price.Priced p) {
                    boolean same = p.nanoUsd() == nanoOfTenth(cells[3])
                            && (cells[4].isEmpty()
                                    || Double.parseDouble(cells[4]) == 0
                                    || (out instanceof Price.Priced o && o.nanoUsd() == nanoOfTenth(cells[4])));
                    equal += same ? 1 : 0;
                    if (!same) {
                        wrong.add(cells[0] + " expected " + cells[3] + "/" + cells[4] + ", was " + in + " " + out);
                    }
                } else {
                    absent++;
                }
            }
        }
        System.out.println("agreed prices: " + equal + " equal in our book, " + absent + " not in it");
        assertEquals(List.of(), wrong);
        assertTrue(equal >= 140, "equal: " + equal);
    }

    /** Cost of 100,000 tokens, below every context threshold. */
    private static long nanoOfTenth(String usd) {
        return CostCasesTest.nano(new BigDecimal(usd).movePointLeft(1));
    }

    @Test
    void numbersAndStringsAndOldNames_areRead() throws IOException {
        String json = "{\"sample_spec\": {\"input_cost_per_token\": 1.0},"
                + "\"a\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": \"3e-7\","
                + " \"output_cost_per_token\": 6e-07, \"input_cost_per_token_cache_hit\": 1e-07},"
                + "\"x/b\": {\"litellm_provider\": \"x\", \"tiered_pricing\": ["
                + "{\"range\": [0, 256000.0], \"input_cost_per_token\": 5e-08, \"output_cost_per_token\": 4e-07},"
                + "{\"range\": [256000.0, 1000000.0], \"input_cost_per_token\": 2.5e-07}]},"
                + "\"picture\": {\"litellm_provider\": \"x\", \"output_cost_per_image\": 0.04},"
                + "\"local\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": 0.0, \"output_cost_per_token\": 0.0},"
                + "\"bad\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": \"free\"}}";
        PublishedBook table =
                PriceBooks.fromLiteLlm(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "t");

        assertEquals(2, table.book().size());
        assertEquals(
                Map.of(
                        "not a model", 1,
                        "no price per input token", 1,
                        "every rate is 0", 1,
                        "a rate is no price: not a number", 1),
                table.skippedByReason());
        assertEquals(300 + 100 + 600, cost(table, "a", new TokenParts.Parts(1, 1, 0, 0, 0, 1, 0, 0)));
        assertEquals(256_000L * 50, cost(table, "b", Fixture.tokens(256_000, 0)));
        assertEquals(256_001L * 250, cost(table, "x/b", Fixture.tokens(256_001, 0)));
    }

    private static long cost(PublishedBook table, String model, TokenParts.Parts parts) {
        Price price = table.book().price(ModelUse.of("x", model), parts, AUGUST);
        return ((Price.Priced) price).nanoUsd();
    }

    @Test
    void notATable_isRefusedWithAReason() {
        for (String text : List.of("{", "[]", "{\"a\": {}}")) {
            assertThrows(
                    InvalidPriceBookException.class,
                    () -> PriceBooks.fromLiteLlm(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t"));
        }
    }
}
