package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VisibleLinesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final VisibleLines out = new VisibleLines(bytes);

    private String written() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void lines_cannotSteerTheTerminal() {
        out.println("a.jsonl:7: route = \u009B2J\u202Ex: expected a name\nsecond");
        assertEquals("a.jsonl:7: route = \\u009B2J\\u202Ex: expected a name\nsecond\n", written());
    }

    @Test
    void jsonLines_stayTheSameJson() {
        out.println(JsonNodeFactory.instance.objectNode().put("route", "a\u202Eb\n"));
        assertEquals("{\"route\":\"a\\u202Eb\\n\"}\n", written());
    }

    @Test
    void whatIsDrawn_isDrawn() {
        out.print("\rweir: calls\u001B[K");
        assertEquals("\rweir: calls\u001B[K", written());
    }
}
