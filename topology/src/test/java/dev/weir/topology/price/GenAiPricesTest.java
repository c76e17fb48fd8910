package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.topology.Fixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenAiPricesTest {

    private static final long NOON = Fixture.micros("2026-08-15T12:00:00Z");

    private static PublishedBook read(String... providers) throws IOException {
        String json = "[" + String.join(",", providers).replace('\'', '"') + "]";
        return PriceBooks.fromGenAiPrices(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "g");
    }

    private static String provider(String id, String more, String... models) {
        return "{'id': '" + id + "', " + more + " 'models': [" + String.join(",", models) + "]}";
    }

    private static Price.Priced priced(PublishedBook table, @Nullable String provider, String model, long at) {
        return assertInstanceOf(
                Price.Priced.class,
                table.book().price(ModelUse.of(provider, model), Fixture.tokens(1, 0), at),
                () -> provider + "/" + model);
    }

    @Test
    void publishedTable_isReadAsItIs() throws IOException {
        try (InputStream in = Fixture.open("prices/genai_prices_data_slim_2026-08-21.json.gz")) {
            PublishedBook table = PriceBooks.fromGenAiPrices(in, "genai-prices");

            System.out.println("genai-prices: " + table.entries() + " entries, "
                    + table.book().size() + " priced, skipped " + new TreeMap<>(table.skippedByReason()) + ", unread "
                    + table.unread());
            assertEquals(1_285, table.entries());
            assertEquals(table.entries(), table.book().size() + table.skipped());
            assertEquals(Map.of("cache_audio_read_mtok", 10), table.unread());
        }
    }

    @Test
    void names_matchInFullThenAsAnotherNameThenByFamily() throws IOException {
        PublishedBook table = read(provider(
                "anthropic",
                "'model_match': {'contains': 'claude'},",
                "{'id': 'claude-x', 'match': {'or': [{'equals': 'claude-x'}, {'equals': 'claude-x-1'},"
                        + " {'starts_with': 'claude-x-2026'}, {'regex': '^claude-x@\\\\d{8}$'},"
                        + " {'and': [{'contains': 'CLAUDE-X'}, {'ends_with': 'fast'}]}]},"
                        + " 'prices': {'input_mtok': 3}}"));

        assertEquals(PriceMatch.EXACT, priced(table, null, "Claude-X", NOON).match());
        assertEquals(PriceMatch.ALIAS, priced(table, null, "claude-x-1", NOON).match());
        assertEquals(
                PriceMatch.ALIAS,
                priced(table, null, "anthropic/claude-x", NOON).match());
        for (String name : List.of("claude-x-20260801", "claude-x@20260801", "my-claude-x-fast")) {
            assertEquals(
                    PriceMatch.FAMILY, priced(table, "anthropic", name, NOON).match(), name);
        }
        assertEquals(
                PriceMatch.STRIPPED,
                priced(table, null, "claude-x-2027-01-01", NOON).match());
    }

    @Test
    void providers_areFoundUnderTheirOtherNamesAndPassOnListPrices() throws IOException {
        PublishedBook table = read(
                provider(
                        "openai",
                        "'model_match': {'starts_with': 'gpt-'},",
                        "{'id': 'gpt-9', 'match': {'equals': 'gpt-9'}, 'prices': {'input_mtok': 1}}"),
                provider(
                        "azure",
                        "'fallback_model_providers': ['openai'],",
                        "{'id': 'gpt-8', 'match': {'equals': 'gpt-8'}, 'prices': {'input_mtok': 8}}"),
                provider(
                        "google",
                        "'provider_match': {'or': [{'contains': 'google'}, {'contains': 'vertex'}]},",
                        "{'id': 'gemini-9', 'match': {'starts_with': 'gemini-9'}, 'prices': {'input_mtok': 2}}"),
                provider("groq", "", "{'id': 'llama', 'match': {'equals': 'llama'}, 'prices': {'input_mtok': 5}}"));

        assertEquals(1_000, priced(table, null, "gpt-9", NOON).nanoUsd());
        assertEquals(1_000, priced(table, "azure.ai.openai", "gpt-9", NOON).nanoUsd());
        assertEquals(8_000, priced(table, "azure", "gpt-8", NOON).nanoUsd());
        assertEquals(2_000, priced(table, "gcp.vertex_ai", "gemini-9-pro", NOON).nanoUsd());
        assertEquals(
                new Price.Unpriced(Price.Reason.AMBIGUOUS_PROVIDER),
                table.book().price(ModelUse.of("groq", "gpt-9"), Fixture.tokens(1, 0), NOON));
    }

    @Test
    void lastConditionThatHolds_counts() throws IOException {
        PublishedBook table = read(provider(
                "deepseek",
                "'model_match': {'contains': 'seek'},",
                "{'id': 'seek', 'match': {'equals': 'seek'}, 'prices': ["
                        + "{'prices': {'input_mtok': 1}},"
                        + "{'constraint': {'start_date': '2026-09-01'}, 'prices': {'input_mtok': 2}}]}",
                "{'id': 'seek-day', 'match': {'equals': 'seek-day'}, 'prices': ["
                        + "{'prices': {'input_mtok': 0.135}},"
                        + "{'constraint': {'start_time': '00:30:00Z', 'end_time': '16:30:00Z'},"
                        + " 'prices': {'input_mtok': 0.27}}]}"));
        long change = Fixture.micros("2026-09-01T00:00:00Z");

        assertEquals(1_000, priced(table, null, "seek", change - 1).nanoUsd());
        assertEquals(
                "g:deepseek/seek@2026-09-01",
                priced(table, null, "seek", change).priceId());
        assertEquals(2_000, priced(table, null, "seek", change).nanoUsd());
        assertEquals(270, priced(table, null, "seek-day", NOON).nanoUsd());
        assertEquals(
                135,
                priced(table, null, "seek-day", Fixture.micros("2026-08-15T16:30:00Z"))
                        .nanoUsd());
    }

    @Test
    void tiersAndEveryKind_areCharged() throws IOException {
        PublishedBook table = read(provider(
                "openai",
                "'model_match': {'contains': 'm'},",
                "{'id': 'm', 'match': {'equals': 'm'}, 'prices': {"
                        + "'input_mtok': {'base': 1, 'tiers': [{'start': 10, 'price': 2}, {'start': 20, 'price': 4}]},"
                        + " 'output_mtok': 10, 'cache_read_mtok': '0.1', 'cache_write_5m_mtok': 1.25,"
                        + " 'cache_write_1h_mtok': 2, 'output_reasoning_mtok': 11, 'input_audio_mtok': 5,"
                        + " 'output_audio_mtok': 50, 'requests_kcount': 12}}"));
        long call = 12_000_000;

        assertEquals(call + 10 * 1_000, cost(table, Fixture.tokens(10, 0)));
        assertEquals(call + 11 * 2_000, cost(table, Fixture.tokens(11, 0)));
        assertEquals(call + 21 * 4_000, cost(table, Fixture.tokens(21, 0)));
        assertEquals(
                call + 1_000 + 100 + 1_250 + 2_000 + 5_000 + 10_000 + 11_000 + 50_000,
                cost(table, new TokenParts.Parts(1, 1, 1, 1, 1, 1, 1, 1)));
    }

    private static long cost(PublishedBook table, TokenParts.Parts parts) {
        return assertInstanceOf(Price.Priced.class, table.book().price(ModelUse.of(null, "m"), parts, NOON))
                .nanoUsd();
    }

    @Test
    void whatIsNotUnderstood_isLeftOutAndCounted() throws IOException {
        PublishedBook table = read(provider(
                "openai",
                "",
                "{'id': 'good', 'match': {'equals': 'good'}, 'prices': {'input_mtok': 1}}",
                "{'id': 'free', 'match': {'equals': 'free'}, 'prices': {'input_mtok': 0}}",
                "{'id': 'word', 'match': {'equals': 'word'}, 'prices': {'input_mtok': 'cheap'}}",
                "{'id': 'rule', 'match': {'sounds_like': 'x'}, 'prices': {'input_mtok': 1}}",
                "{'id': 'expression', 'match': {'regex': '('}, 'prices': {'input_mtok': 1}}",
                "{'id': 'moon', 'match': {'equals': 'moon'},"
                        + " 'prices': [{'constraint': {'moon': 'full'}, 'prices': {'input_mtok': 1}}]}",
                "{'id': 'search', 'match': {'equals': 'search'}, 'prices': {'web_searches_kcount': 10}}"));

        assertEquals(7, table.entries());
        assertEquals(1, table.book().size());
        assertEquals(
                Map.of(
                        "every rate is 0", 1,
                        "a rate is no price: not a number", 1,
                        "rules, hours or dates are not understood", 3,
                        "no price per input token", 1),
                table.skippedByReason());
    }

    @Test
    void notATable_isRefusedWithAReason() {
        for (String text : List.of("[", "{}", "[]", "[{\"id\": \"a\"}]")) {
            assertThrows(
                    InvalidPriceBookException.class,
                    () -> PriceBooks.fromGenAiPrices(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "g"));
        }
    }
}
