package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.traffic.ReadResult.Event;
import dev.weir.app.traffic.ReadResult.Malformed;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    private static final String JSON = """
            {"trace_id":"t1","span_id":"s1","route":"chat","request_model":"gpt-4o","start_time":"2024-05-01T10:00:00Z","input_tokens":12}
            """;

    @TempDir
    Path folder;

    @Test
    void jsonLines_areReadAndMalformedOnesNamed() throws IOException {
        Path file = write("calls.jsonl", JSON + "\n{\"trace_id\": \"t2\", \n" + JSON.replace("12", "\"many\"") + JSON);
        List<ReadResult> results = read(file);

        assertEquals(4, results.size());
        assertEquals(12, event(results.get(0)).getInputTokens());
        Malformed cut = assertInstanceOf(Malformed.class, results.get(1));
        assertEquals(3, cut.lineNumber());
        assertTrue(cut.toString().startsWith(file + ":3: "), cut.toString());
        Malformed wrong = assertInstanceOf(Malformed.class, results.get(2));
        assertEquals(4, wrong.lineNumber());
        assertTrue(wrong.message().contains("input_tokens"), wrong.message());
        assertEquals(5, assertInstanceOf(Event.class, results.get(3)).lineNumber());
    }

    @Test
    void firstLineMalformed_isStillJsonByItsName() throws IOException {
        List<ReadResult> results = read(write("calls.jsonl", "garbage\n" + JSON));
        assertInstanceOf(Malformed.class, results.get(0));
        assertInstanceOf(Event.class, results.get(1));
    }

    @Test
    void gzip_isToldByItsBytes() throws IOException {
        byte[] packed = gzip(JSON + JSON);
        assertEquals(2, read(write("calls.jsonl.gz", packed)).size());
        assertEquals(2, read(write("calls", packed)).size());
    }

    @Test
    void truncatedGzip_endsWithANamedLine() throws IOException {
        byte[] packed =
                gzip(("timestamp,context_tokens,generated_tokens\n" + "2023-11-16T18:15:46Z,374,44\n".repeat(9000)));
        List<ReadResult> results = read(write("a.csv.gz", Arrays.copyOf(packed, packed.length / 2)));
        Malformed last = assertInstanceOf(Malformed.class, results.get(results.size() - 1));
        assertTrue(last.message().contains("cannot be read further"), last.message());
        assertTrue(results.size() > 1000 && results.size() < 9000, results.size() + " lines");
    }

    @Test
    void azureCsv_getsRouteModelAndIds() throws IOException {
        Path file = write(
                "azure_llm_2023_conv.csv",
                "timestamp,context_tokens,generated_tokens\n2023-11-16T18:15:46.680590Z,374,44\n"
                        + "2023-11-16T18:15:46.680590Z,374,44\n");
        TraceEvent first = event(read(file).get(0));
        TraceEvent second = event(read(file).get(1));

        assertEquals("azure_llm_2023_conv", first.getRoute());
        assertEquals("gpt-4o", first.getRequestModel());
        assertEquals(Instant.parse("2023-11-16T18:15:46.680590Z"), EventTime.of(first));
        assertNull(first.getDurationMicros());
        assertTrue(
                first.getTraceId().matches("[0-9a-f]{32}") && first.getSpanId().matches("[0-9a-f]{16}"));
        assertNotEquals(first.getTraceId(), second.getTraceId());
        assertEquals(first, event(read(file).get(0)));
    }

    @Test
    void originalHeadersOfAzureAndBurstGpt_areKnown() throws IOException {
        TraceEvent azure = event(read(write(
                        "AzureLLMInferenceTrace_code.csv",
                        "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:17:03.9799600,4808,10\r\n"))
                .get(0));
        assertEquals(Instant.parse("2023-11-16T18:17:03.979960Z"), azure.getStartTime());
        assertEquals(10, azure.getOutputTokens());

        TraceEvent burst = event(read(write(
                        "BurstGPT_1.csv",
                        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,API log\n"))
                .get(0));
        assertEquals("gpt-3.5-turbo", burst.getRequestModel());
        assertEquals(ReadOptions.DEFAULT.base().plusSeconds(5), burst.getStartTime());
        assertEquals("api", burst.getFeature());
    }

    @Test
    void malformedRows_nameColumnActualAndExpected() throws IOException {
        List<ReadResult> results = read(write(
                "a.csv",
                "timestamp,context_tokens,generated_tokens\n"
                        + "yesterday,1,2\n2023-11-16T18:15:46Z,-1,2\n2023-11-16T18:15:46Z,1\n2023-11-16T18:15:46Z,\"1,2\n"
                        + "2023-11-16T18:15:46Z,1,2\n"));
        List<String> messages = results.stream()
                .filter(Malformed.class::isInstance)
                .map(result -> ((Malformed) result).message())
                .toList();
        assertEquals("timestamp = yesterday: expected an ISO-8601 instant in UTC", messages.get(0));
        assertEquals("context_tokens = -1: expected a whole number of 0 or more", messages.get(1));
        assertEquals("2 columns: expected 3", messages.get(2));
        assertTrue(messages.get(3).startsWith("quotes do not match"), messages.get(3));
        assertInstanceOf(Event.class, results.get(4));
    }

    @Test
    void lineThatIsNotUtf8_costsOnlyItself() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(JSON.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}', '\n'});
        bytes.writeBytes(JSON.getBytes(StandardCharsets.UTF_8));
        List<ReadResult> results = read(write("calls.jsonl", bytes.toByteArray()));
        assertEquals(3, results.size());
        assertTrue(((Malformed) results.get(1)).message().contains("not UTF-8"));
    }

    @Test
    void lineThatIsTooLong_costsOnlyItself() throws IOException {
        String text = JSON.strip() + "\r\n" + "x".repeat(LineReader.MAX_BYTES + 1) + "\n" + JSON.strip();
        List<ReadResult> results = read(write("calls.jsonl", text));
        assertEquals(3, results.size());
        Malformed tooLong = assertInstanceOf(Malformed.class, results.get(1));
        assertEquals(2, tooLong.lineNumber());
        assertEquals("line of 16777217 bytes: expected at most 16777216", tooLong.message());
        assertEquals("t1", event(results.get(2)).getTraceId());
    }

    @Test
    void unknownFile_isRefusedAndMissingOneToo() throws IOException {
        Path file = write("notes.csv", "when,what\n1,2\n");
        UnknownTraceFormatException refused =
                assertThrows(UnknownTraceFormatException.class, () -> TraceFile.open(file, ReadOptions.DEFAULT));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": first line = when,what: expected"));
        assertThrows(NoSuchFileException.class, () -> TraceFile.open(folder.resolve("none"), ReadOptions.DEFAULT));
        assertFalse(TraceFile.open(write("empty.csv", ""), ReadOptions.DEFAULT).hasNext());
    }

    @Test
    void burstGptAndLlmPerf_failedCallsAreErrors() throws IOException {
        List<ReadResult> burst = read(write(
                "b.csv",
                "timestamp_s,session_id_prefix,elapsed_s,model,request_tokens,response_tokens,log_type\n"
                        + "10,1722,43,GPT-4,906,446,Conversation log\n20,5433,0,ChatGPT,0,0,Conversation log\n"));
        assertEquals(43_000_000, event(burst.get(0)).getDurationMicros());
        assertEquals("1722", event(burst.get(0)).getSessionId());
        assertEquals(SpanStatus.ERROR, event(burst.get(1)).getStatus());
        assertNull(event(burst.get(1)).getDurationMicros());

        List<ReadResult> llmperf = read(write(
                "l.csv",
                "provider,model_size,i,ttft_s,e2e_s,itl_s,input_tokens,output_tokens,error_code,error_msg\n"
                        + "anyscale,13b,3,0.5575600349999945,1.5281514210000182,0.0095,550,151,,\n"
                        + "lepton,7b,4,0,0,0.0,550,1,429,\"slow, please\"\n"));
        assertEquals(1_528_151, event(llmperf.get(0)).getDurationMicros());
        assertEquals(557_560, event(llmperf.get(0)).getTimeToFirstTokenMicros());
        assertEquals("llama-2-13b-chat", event(llmperf.get(0)).getRequestModel());
        assertEquals(429, event(llmperf.get(1)).getHttpStatus());
        assertNull(event(llmperf.get(1)).getInputTokens());
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<ReadResult> read(Path file) throws IOException {
        List<ReadResult> results = new ArrayList<>();
        try (TraceFile trace = TraceFile.open(file, ReadOptions.DEFAULT)) {
            trace.forEachRemaining(results::add);
        }
        return results;
    }

    private static TraceEvent event(ReadResult result) {
        return assertInstanceOf(Event.class, result).event();
    }
}
