package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTreeTest {

    /** One form a line, and what it says: role, colon, text; several messages with a stroke between. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "\"Hi\" # user: Hi",
                "[\"Hi\", \"there\"] # user: Hi⏎there",
                "[{\"role\":\"user\",\"content\":\"Hi\"}] # user: Hi",
                "{\"role\":\"human\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]} # user: Hi",
                "[{\"type\":\"text\",\"content\":\"Hi\"},{\"type\":\"text\",\"content\":\"there\"}] # user: Hi⏎there",
                "{\"parts\":[{\"text\":\"Hi\"},{\"text\":\"secret\",\"thought\":true}],\"role\":\"model\"} # assistant: Hi",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]} # user: Hi",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}],\"role\":\"model\"}}]} # assistant: Hi",
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]} # assistant: Hi",
                "{\"choices\":[{\"text\":\"Hi\"}]} # assistant: Hi",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"system\":\"Brief.\"} # system: Brief.|user: Hi",
                "{\"prompt\":\"Hi\",\"system\":\"Brief.\"} # system: Brief.|user: Hi",
                "{\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]} # assistant: Hi",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":\"hm\"},{\"type\":\"text\",\"content\":\"Hi\"}]}] # assistant: Hi",
                "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"response\":{\"a\":1}}]}] # tool: {\"a\":1}",
                "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"result\":\"sunny\"}]}] # tool: sunny",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}] # 'user: '",
                "{\"question\":\"Hi\"} # user: {\"question\":\"Hi\"}",
                "{} # ''",
                "[] # ''",
                "7 # user: 7"
            })
    void everyForm_saysTheSame(String json, String said) throws IOException {
        String expected =
                said.equals("''") ? "" : said.replaceAll("^'(.*)'$", "$1").replace('⏎', '\n');

        assertEquals(expected, said(new ObjectMapper().readTree(json)));
        assertEquals(expected, said(TextNode.valueOf(json)), "the same as text");
    }

    @Test
    void toolCalls_areReadInTheFormsOfAllSdks() throws IOException {
        ToolCall expected = new ToolCall("t1", "lookup", "{\"a\":1}");
        for (String part : List.of(
                "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"t1\",\"name\":\"lookup\",\"arguments\":{\"a\":1}}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"lookup\",\"input\":{\"a\":1}}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool-call\",\"toolCallId\":\"t1\",\"toolName\":\"lookup\",\"args\":{\"a\":1}}]}",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"arguments\":\"{\\\"a\\\":1}\"}}]}",
                "{\"tool_calls\":\"[{\\\"id\\\":\\\"t1\\\",\\\"name\\\":\\\"lookup\\\",\\\"arguments\\\":{\\\"a\\\":1}}]\"}",
                "{\"output\":[{\"type\":\"function_call\",\"call_id\":\"t1\",\"name\":\"lookup\",\"arguments\":\"{\\\"a\\\":1}\"}]}")) {
            assertEquals(List.of(expected), tree(part).get(0).toolCalls(), part);
        }
    }

    @Test
    void refusals_areFoundInMessageAndPart() throws IOException {
        assertEquals(
                "No.",
                tree("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"}")
                        .get(0)
                        .refusal());
        assertEquals(
                "No.",
                tree("[{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}]")
                        .get(0)
                        .refusal());
    }

    @Test
    void finishReason_isThatOfTheChoiceOrTheMessage() throws IOException {
        assertEquals(
                "stop",
                tree("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"a\"}}]}")
                        .get(0)
                        .finishReason());
        assertEquals(
                "length",
                tree("[{\"role\":\"assistant\",\"parts\":[],\"finish_reason\":\"length\"}]")
                        .get(0)
                        .finishReason());
    }

    @Test
    void textThatOnlyLooksLikeJson_isKeptAndCounted() {
        Repairs repairs = new Repairs();

        List<Message> messages = MessageTree.of(TextNode.valueOf("{'a': 1}"), "user", repairs);

        assertEquals("{'a': 1}", messages.get(0).text());
        assertEquals(Set.of(Repair.CONTENT_UNREADABLE), repairs.noted());
    }

    @Test
    void messagesNestedBeyondTheLimit_areTextAndNotFollowed() {
        String deep = "{\"messages\":[".repeat(30) + "\"Hi\"" + "]}".repeat(30);

        List<Message> messages = MessageTree.of(TextNode.valueOf(deep), "user", new Repairs());

        assertEquals(1, messages.size());
        assertTrue(messages.get(0).text().startsWith("{\"messages\""));
    }

    private static String said(JsonNode value) {
        return String.join(
                "|",
                MessageTree.of(value, "user", new Repairs()).stream()
                        .map(message -> message.role() + ": " + message.text())
                        .toList());
    }

    private static List<Message> tree(String json) throws IOException {
        return MessageTree.of(new ObjectMapper().readTree(json), "assistant", new Repairs());
    }
}
