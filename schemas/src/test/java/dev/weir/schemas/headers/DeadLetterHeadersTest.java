package dev.weir.schemas.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {

    private enum Reason {
        NOT_WIRE_FORMAT,
        CORRUPT
    }

    @Test
    void refusal_isWrittenWithItsOriginBesideWhatWasThere() {
        Headers headers = new RecordHeaders();
        headers.add("traceparent", "00".getBytes(StandardCharsets.UTF_8));

        DeadLetterHeaders.write(
                headers, new Origin("weir.traces", 3, 71), new Refusal(Reason.NOT_WIRE_FORMAT, "no value", "model"));

        assertEquals(
                List.of(
                        "traceparent=00",
                        "weir.reason=not-wire-format",
                        "weir.message=no value",
                        "weir.field=model",
                        "weir.origin.topic=weir.traces",
                        "weir.origin.partition=3",
                        "weir.origin.offset=71"),
                texts(headers));
    }

    @Test
    void secondRefusalOfARecordThatWasSentAgain_replacesTheFirst() {
        Headers headers = new RecordHeaders();
        DeadLetterHeaders.write(
                headers, new Origin("weir.traces", 3, 71), new Refusal(Reason.NOT_WIRE_FORMAT, "no value", "model"));

        DeadLetterHeaders.write(headers, new Origin("weir.scores", 0, 5), new Refusal(Reason.CORRUPT, ""));

        assertEquals(
                List.of(
                        "weir.reason=corrupt",
                        "weir.origin.topic=weir.scores",
                        "weir.origin.partition=0",
                        "weir.origin.offset=5"),
                texts(headers));
    }

    private static List<String> texts(Headers headers) {
        List<String> texts = new ArrayList<>();
        for (Header header : headers) {
            texts.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
