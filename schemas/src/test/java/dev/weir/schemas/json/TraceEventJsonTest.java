package dev.weir.schemas.json;

import static dev.weir.schemas.Messages.assertNeverSays;
import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.Events;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceEventJsonTest {

    private static final String SECRET = "my heart is broken";

    @Test
    void writtenEvent_isReadBackEqual() {
        TraceEvent event = Events.full();

        String line = TraceEventJson.write(event);

        assertEquals(event, TraceEventJson.read(line));
        assertFalse(line.contains("\n"));
    }

    @Test
    void smallestLine_leavesTheRestUnknown() {
        TraceEvent event = read("");

        assertEquals("t", event.getTraceId());
        assertEquals(SpanKind.LLM, event.getKind());
        assertEquals(SpanStatus.UNSET, event.getStatus());
        assertNull(event.getInputTokens());
        assertEquals(Map.of(), event.getAttributes());
        assertEquals(
                "{'trace_id':'t','span_id':'s','kind':'LLM','start_time':'1970-01-01T00:00:01.000005Z','status':'UNSET'}"
                        .replace('\'', '"'),
                TraceEventJson.write(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "1767225600123456 | 2026-01-01T00:00:00.123456Z",
                "'1767225600123456' | 2026-01-01T00:00:00.123456Z",
                "'2026-01-01T00:00:00.123456Z' | 2026-01-01T00:00:00.123456Z",
                "'2026-01-01t02:00:00.123456789+02:00' | 2026-01-01T00:00:00.123456Z",
                "'2025-12-31T18:30-0530' | 2026-01-01T00:00:00Z",
                "'2026-01-01T01:00:00+01' | 2026-01-01T00:00:00Z",
                "'1969-12-31T23:59:59.9999999Z' | 1969-12-31T23:59:59.999999Z",
                "-1 | 1969-12-31T23:59:59.999999Z",
                "1.767225600E15 | 2026-01-01T00:00:00Z"
            })
    void time_isReadInEveryForm(String json, String expected) {
        assertEquals(
                Instant.parse(expected),
                TraceEventJson.read(json("{'trace_id':'t','span_id':'s','start_time':" + json + "}"))
                        .getStartTime());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2026-01-01T00:00:00'",
                "'2026-01-01 00:00:00Z'",
                "'yesterday'",
                "''",
                "1.5",
                "true",
                "[]",
                "9223372036854775808",
                "'+999999999-12-31T23:59:59Z'"
            })
    void otherTime_isRefused(String json) {
        var e = refused("{'trace_id':'t','span_id':'s','start_time':" + json + "}");

        assertSays(e, "start_time = ", "expected an ISO-8601 time with offset or epoch microseconds");
    }

    @Test
    void numbersAndEnums_mayBeStringsInAnyCase() {
        TraceEvent event = read("'input_tokens':'12','output_tokens':3.0,'cost_usd':'1e-3','http_status':' 200 ',"
                + "'upstream_probability':1,'kind':'embedding','status':'Ok'");

        assertEquals(12L, event.getInputTokens());
        assertEquals(3L, event.getOutputTokens());
        assertEquals(0.001, event.getCostUsd());
        assertEquals(200, event.getHttpStatus());
        assertEquals(1.0, event.getUpstreamProbability());
        assertEquals(SpanKind.EMBEDDING, event.getKind());
        assertEquals(SpanStatus.OK, event.getStatus());
    }

    @Test
    void unknownFields_becomeAttributesUnlessGivenThere() {
        TraceEvent event = read("'region':'eu','retry':2,'flags':{'a':[1]},'nothing':null,"
                + "'attributes':{'region':'us','n':1.50,'gone':null,'b':true}");

        assertEquals(
                Map.of("region", "us", "retry", "2", "flags", "{\"a\":[1]}", "n", "1.50", "b", "true"),
                event.getAttributes());
    }

    @Test
    void argumentsOfAToolCall_mayBeAnObject() {
        TraceEvent event =
                read("'tool_calls':[{'id':'1','name':'f','arguments':{'q':'x','n':[1,2]}},{'arguments':'{}'}]");

        assertEquals("{\"q\":\"x\",\"n\":[1,2]}", event.getToolCalls().get(0).getArguments());
        assertEquals("{}", event.getToolCalls().get(1).getArguments());
        assertNull(event.getToolCalls().get(1).getName());
    }

    @Test
    void allProblemsOfALine_areSaidAtOnceInTheOrderOfTheSchema() {
        var e = refused("{'span_id':[],'kind':'robot','start_time':1,'input_tokens':'many','http_status':3000000000,"
                + "'cost_usd':'NaN','duration_micros':1.5,'user_id':'" + "x".repeat(9) + "','tool_calls':7,"
                + "'documents':[{'score':'high'},3],'attributes':'a','route':{}}");

        assertEquals(
                List.of(
                        "trace_id = absent: expected a string",
                        "span_id = array: expected a string",
                        "kind = string robot: expected one of [LLM, EMBEDDING, RETRIEVAL, TOOL, AGENT, CHAIN, GUARDRAIL, OTHER]",
                        "route = object: expected a string",
                        "duration_micros = number 1.5: expected a whole number of 64 bits",
                        "input_tokens = string many: expected a whole number of 64 bits",
                        "http_status = number 3000000000: expected a whole number of 32 bits",
                        "cost_usd = string NaN: expected a finite number",
                        "attributes = string: expected an object",
                        "documents[0].score = string high: expected a finite number",
                        "documents[1] = number: expected an object",
                        "tool_calls = number: expected an array of objects"),
                e.problems());
    }

    @Test
    void longValue_isCut() {
        var e = refused("{'trace_id':'t','span_id':'s','start_time':'" + "z".repeat(500) + "'}");

        assertSays(e, "start_time = string " + "z".repeat(40) + "…:");
    }

    @Test
    void texts_areNeverQuoted() {
        String text = "'" + SECRET + "'";
        for (String line : List.of(
                "{'input_text':[" + text + "]}",
                "{'input_text':{'a':" + text + "}}",
                "{'documents':" + text + "}",
                "{'documents':[" + text + "]}",
                "{'documents':[{'text':[" + text + "]}]}",
                "{'tool_calls':[" + text + "]}",
                "{'attributes':" + text + "}",
                "{'input_text':" + text,
                "{'input_text':" + SECRET + "}",
                "{'input_text':'" + SECRET + "\u0001'}",
                "{'input_text':" + text + ",'input_text':" + text + "}",
                SECRET,
                text)) {
            assertNeverSays(refused(line), SECRET, "heart", "broken");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{'trace_id':'t' | ends early",
                "{'trace_id':'t | ends early",
                "{'trace_id' 't'} | malformed JSON at line 1, column 13",
                "{'cost_usd':NaN} | malformed JSON",
                "{'a':1,'a':2} | duplicate key",
                "{'attributes':{'a':1,'a':2}} | duplicate key",
                "{} {} | malformed JSON",
                "[1] | array",
                "7 | number",
                "null | null",
                "nonsense | malformed JSON"
            })
    void lineThatIsNoObject_isRefusedWithThePlace(String line, String said) {
        assertSays(refused(line), said, "expected");
    }

    @Test
    void emptyLine_isRefused() {
        assertSays(refused(""), "line = nothing");
    }

    @Test
    void deepNesting_isRefusedWithoutOverflow() {
        assertSays(refused("{'a':" + "[".repeat(100_000)), "beyond a limit");
        assertSays(refused("{'a':" + "1".repeat(200) + "}"), "beyond a limit");
    }

    @Test
    void numberWithAHugeExponent_costsNothing() {
        assertSays(refused("{'input_tokens':1e999999999}"), "input_tokens = number");
        assertSays(refused("{'cost_usd':1e400}"), "cost_usd = number");
        assertEquals(0.0, read("'cost_usd':1e-999999999").getCostUsd());
    }

    @Test
    void textOfAMegabyte_isTakenWhole() {
        String text = "ü".repeat(500_000) + "x".repeat(500_000);

        assertEquals(text, read("'input_text':'" + text + "'").getInputText());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void mutatedLines_areReadOrRefused(long seed) {
        Random random = new Random(seed);
        String good = TraceEventJson.write(Events.full());
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder line = new StringBuilder(good);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(line.length());
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, "{}[]\",:0e-.tfn\\\u0000x".charAt(random.nextInt(17)));
                    case 1 -> line.deleteCharAt(at);
                    default -> line.setLength(at + 1);
                }
            }
            try {
                TraceEventJson.read(line.toString());
            } catch (InvalidTraceEventException e) {
                refused++;
                assertNeverSays(e, "swim");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", line " + line, e);
            }
        }
        assertFalse(refused < 5_000 || refused == 10_000, "seed " + seed + ": refused " + refused);
    }

    private static TraceEvent read(String more) {
        return TraceEventJson.read(
                json("{'trace_id':'t','span_id':'s','start_time':1000005" + (more.isEmpty() ? "" : ",") + more + "}"));
    }

    private static InvalidTraceEventException refused(String line) {
        return assertThrows(InvalidTraceEventException.class, () -> TraceEventJson.read(json(line)));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
