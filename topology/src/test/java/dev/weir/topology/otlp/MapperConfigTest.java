package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.topology.otlp.span.Repair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MapperConfigTest {

    @Test
    void defaults_haveNoProblems() {
        assertEquals(List.of(), MapperConfig.DEFAULT.problems());
    }

    @Test
    void everyProblem_isNamedByKeyValueAndExpectation() {
        MapperConfig bad =
                new MapperConfig(List.of("a", "a"), List.of(""), List.of("@root", "x".repeat(257)), 0, 1, 501, -1);

        assertEquals(
                List.of(
                        "route_attributes = a: expected each name once",
                        "tenant_attributes = \"\": expected names of 1 to 256 characters",
                        "kept_attributes = @root: expected a name before @",
                        "kept_attributes = \"" + "x".repeat(256) + "…\": expected names of 1 to 256 characters",
                        "max_spans = 0: expected 1 to 10000000",
                        "max_attributes = 1: expected 16 to 1000000",
                        "max_depth = 501: expected 8 to 500",
                        "max_text_characters = -1: expected 0 to 10000000"),
                bad.problems());
    }

    @ParameterizedTest
    @EnumSource(SourceFormat.class)
    void everyFormat_isFoundByItsName(SourceFormat format) {
        assertEquals(Optional.of(format), SourceFormat.named(format.wireName()));
        assertEquals(Optional.empty(), SourceFormat.named(format.name()));
    }

    @ParameterizedTest
    @CsvSource({
        "OTLP_PROTO, '{}', OTLP_JSON",
        "OTLP_PROTO, ' {}', OTLP_JSON",
        "OTLP_JSON, 'x', OTLP_PROTO",
        "OTLP_JSON, '', OTLP_PROTO",
        "OTLP_JSON, '\uFEFF{}', OTLP_JSON",
        "KONG_JSON, 'x', KONG_JSON",
        "LITELLM_JSON, '', LITELLM_JSON"
    })
    void firstByte_tellsTheFormsOfOtlpApart(SourceFormat configured, String value, SourceFormat found) {
        assertEquals(found, configured.sniff(value.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void protobufOfTheLengthThatIsABrace_isProtobuf() {
        String name = "n";
        byte[] batch = Otlp.bytes(Otlp.span("gen_ai.request.model", name).build());
        while (batch[1] != '{') {
            name += "n";
            batch = Otlp.bytes(Otlp.span("gen_ai.request.model", name).build());
        }

        assertEquals('\n', batch[0]);
        assertEquals(SourceFormat.OTLP_PROTO, SourceFormat.OTLP_JSON.sniff(batch));
        assertEquals(
                name,
                Otlp.only(Otlp.map(MapperConfig.DEFAULT, batch, SourceFormat.OTLP_PROTO))
                        .event()
                        .getRequestModel());
    }

    @Test
    void byteOrderMark_isNoHindrance() {
        byte[] json =
                "\uFEFF{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{}]}]}]}".getBytes(StandardCharsets.UTF_8);

        List<Mapped> mapped = Otlp.map(MapperConfig.DEFAULT, json, SourceFormat.OTLP_JSON);

        assertEquals(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{}]}]}]}",
                new String(((Mapped.Refused) mapped.get(0)).record(), StandardCharsets.UTF_8));
    }

    @Test
    void wireNames_areDistinctWordsJoinedByHyphens() {
        List<String> names =
                Arrays.stream(Repair.values()).map(Repair::wireName).toList();

        assertEquals(names.size(), names.stream().distinct().count());
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> !name.matches("[a-z0-9]+(-[a-z0-9]+)+"))
                        .toList());
        assertEquals("not-llm", IgnoredReason.NOT_LLM.wireName());
    }
}
