package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.Mapped.Event;
import dev.weir.topology.otlp.span.Repair;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Texts and attributes of spans: which are kept, and how much of them. */
class MappedTextsTest {

    @Test
    void names_areTextsWhateverTheyContain() {
        TraceEvent event = Otlp.mapped(
                "gen_ai.operation.name", "chat",
                "gen_ai.request.model", "m",
                "__proto__", "x",
                "a[0].b..c", "y",
                "llm.input_messages.__proto__.message.content", "z",
                "llm.input_messages.99999.message.content", "z",
                "llm.input_messages..message.content", "z",
                "llm.input_messages.-1.message.content", "z",
                "", "empty");

        assertNull(event.getInputText());
        assertEquals(1, event.getAttributes().size());
    }

    @Test
    void textsBeyondTheLimit_areCutAndCounted() {
        Event mapped = Otlp.only(Otlp.map(
                withTexts(10),
                Otlp.request(
                        List.of(),
                        "",
                        Otlp.span(
                                        "gen_ai.operation.name",
                                        "chat",
                                        "gen_ai.request.model",
                                        "m",
                                        "gen_ai.input.messages",
                                        "[{\"role\":\"user\",\"content\":\"first\"},{\"role\":\"user\",\"content\":\"second\"}]",
                                        "gen_ai.completion",
                                        "a long answer")
                                .build())));

        assertEquals("er: second", mapped.event().getInputText());
        assertEquals("a long ans", mapped.event().getOutputText());
        assertTrue(mapped.repairs().contains(Repair.TEXT_CUT));
    }

    @Test
    void withoutTexts_finishReasonAndRefusalAreStillRead() {
        TraceEvent event = Otlp.only(Otlp.map(
                        withTexts(0),
                        Otlp.request(
                                List.of(),
                                "",
                                Otlp.span(
                                                "gen_ai.operation.name", "chat",
                                                "gen_ai.request.model", "m",
                                                "gen_ai.response.finish_reasons", List.of("content_filter"),
                                                "gen_ai.completion", "never kept")
                                        .build())))
                .event();

        assertEquals("content_filter", event.getFinishReason());
        assertNull(event.getOutputText());
    }

    @Test
    void keptAttributes_areCutAndNoOthersAreKept() {
        TraceEvent event =
                Otlp.mapped("gen_ai.operation.name", "chat", "gen_ai.tool.name", "t".repeat(300), "secret", "s");

        assertEquals(
                256,
                Objects.requireNonNull(event.getAttributes().get("gen_ai.tool.name"))
                        .length());
        assertEquals(
                Set.of("gen_ai.operation.name", "gen_ai.tool.name"),
                event.getAttributes().keySet());
    }

    private static MapperConfig withTexts(int characters) {
        MapperConfig usual = MapperConfig.DEFAULT;
        return new MapperConfig(
                usual.routeAttributes(),
                usual.tenantAttributes(),
                usual.keptAttributes(),
                usual.maxSpans(),
                usual.maxAttributes(),
                usual.maxDepth(),
                characters);
    }
}
