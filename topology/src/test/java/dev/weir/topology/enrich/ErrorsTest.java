package dev.weir.topology.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.Fixture;
import dev.weir.topology.call.CallView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

    private static ErrorReason reason(TraceEvent.Builder call) {
        CallView event = Calls.of(call);
        FinishReason finish = FinishReasonSpellings.of(event.finishReason());
        return Errors.of(event, finish, new Refusals(true, List.of()).of(event, finish));
    }

    @ParameterizedTest
    @CsvSource({
        "429,, RATE_LIMITED",
        "401,, AUTHENTICATION",
        "403,, AUTHENTICATION",
        "404,, BAD_REQUEST",
        "400, context_length_exceeded, CONTEXT_TOO_LONG",
        "413,, CONTEXT_TOO_LONG",
        "408,, TIMEOUT",
        "504,, TIMEOUT",
        "503,, OVERLOADED",
        "529, overloaded_error, OVERLOADED",
        "500,, SERVER_ERROR",
        "400, invalid_request_error, BAD_REQUEST",
        "200, openai.APITimeoutError, TIMEOUT",
        ", RateLimitError, RATE_LIMITED",
        ", 502, SERVER_ERROR",
        ", _OTHER, FAILED",
        "200, java.io.IOException, FAILED",
    })
    void failedCall_isHardWithAReason(Integer http, String type, ErrorReason expected) {
        assertEquals(expected, reason(Fixture.call().setHttpStatus(http).setErrorType(type)));
        assertEquals(ErrorClass.HARD, expected.errorClass());
    }

    @Test
    void errorStatusAlone_isHard() {
        assertEquals(ErrorReason.FAILED, reason(Fixture.call().setStatus(SpanStatus.ERROR)));
        assertEquals(
                ErrorReason.NONE, reason(Fixture.call().setStatus(SpanStatus.OK).setHttpStatus(399)));
    }

    @Test
    void nothingSaidAndNothingCalled_isSoft() {
        assertEquals(
                ErrorReason.EMPTY_OUTPUT,
                reason(Fixture.call().setFinishReason("end_turn").setOutputText(" \n")));
        assertEquals(
                ErrorReason.EMPTY_OUTPUT,
                reason(Fixture.call().setFinishReason("stop").setOutputTokens(0L)));
        assertEquals(ErrorClass.SOFT, ErrorReason.EMPTY_OUTPUT.errorClass());
    }

    @Test
    void outputThatIsUnknownOrElsewhere_isNotEmpty() {
        TraceEvent.Builder stopped = Fixture.call().setFinishReason("stop");
        assertEquals(ErrorReason.NONE, reason(stopped), "neither text nor count is known");
        assertEquals(ErrorReason.NONE, reason(stopped.setOutputTokens(5L)));
        assertEquals(ErrorReason.NONE, reason(stopped.setOutputTokens(0L).setKind(SpanKind.EMBEDDING)));
        ToolCall tool = ToolCall.newBuilder().setName("search").build();
        assertEquals(
                ErrorReason.NONE,
                reason(Fixture.call().setFinishReason("stop").setOutputText("").setToolCalls(List.of(tool))));
    }

    @Test
    void finishReasonOfFailure_isSoft() {
        assertEquals(ErrorReason.FINISH_ERROR, reason(Fixture.call().setFinishReason("error")));
        assertEquals(ErrorReason.MALFORMED_OUTPUT, reason(Fixture.call().setFinishReason("MALFORMED_FUNCTION_CALL")));
    }

    @Test
    void cutOffAnswer_isNoError() {
        assertEquals(
                ErrorReason.NONE,
                reason(Fixture.call().setFinishReason("max_tokens").setOutputText("")));
    }

    @Test
    void blockedCall_isARefusalAndNoError() {
        assertEquals(
                ErrorReason.NONE,
                reason(Fixture.call()
                        .setStatus(SpanStatus.ERROR)
                        .setHttpStatus(400)
                        .setErrorType("content_filter")));
        assertEquals(
                ErrorReason.NONE,
                reason(Fixture.call().setFinishReason("stop").setOutputText("").setRefusal("No.")));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, stop",
        "STOP, stop",
        "end_turn, stop",
        "FinishReason.STOP, stop",
        "eos_token, stop",
        "COMPLETE, stop",
        "FINISH_REASON_MAX_TOKENS, length",
        "model_context_window_exceeded, length",
        "tool-calls, tool_calls",
        "tool_use, tool_calls",
        "function_call, tool_calls",
        "content-filter, content_filter",
        "guardrail_intervened, content_filter",
        "SAFETY, content_filter",
        "RECITATION, content_filter",
        "BLOCKLIST, content_filter",
        "PROHIBITED_CONTENT, content_filter",
        "SPII, content_filter",
        "ERROR_TOXIC, content_filter",
        "refusal, refusal",
        "ERROR, error",
        "MALFORMED_FUNCTION_CALL, error",
        "insufficient_system_resource, error",
        "USER_CANCEL, other",
        "brand_new_reason, other",
        "'[\"stop\"]', stop",
        "'[\"tool_calls\",\"stop\"]', tool_calls",
        "FINISH_REASON_UNSPECIFIED, unknown",
        "'', unknown",
        ", unknown",
    })
    void finishReason_comesDownToOneVocabulary(String spelling, String expected) {
        assertEquals(expected, FinishReasonSpellings.normalise(spelling));
    }
}
