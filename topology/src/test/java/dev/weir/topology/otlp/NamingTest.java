package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.span.Repair;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes and tenants are named after. */
class NamingTest {

    private static final List<KeyValue> SHOP = Otlp.attributes("service.name", "shop", "service.namespace", "acme");

    @Test
    void everyRouteAttribute_givesWayToThoseBeforeIt() {
        List<String> names = MapperConfig.DEFAULT.routeAttributes().stream()
                .filter(name -> !name.contains("@"))
                .toList();
        for (int first = 0; first < names.size(); first++) {
            List<Object> given = new ArrayList<>(List.of("gen_ai.request.model", "m"));
            for (String name : names.subList(first, names.size())) {
                given.addAll(List.of(name, "by " + name));
            }
            assertEquals("by " + names.get(first), Otlp.mapped(given.toArray()).getRoute());
        }
    }

    @Test
    void serviceName_isTheRouteBeforeTheSpanNameIs() {
        assertEquals("shop", chat(SHOP).getRoute());

        TraceEvent nameless = chat(List.of());
        assertNull(nameless.getRoute());
        assertEquals("a span", nameless.getName());
    }

    @ParameterizedTest
    @CsvSource({
        "eu.api.openai.com, eu",
        "US.api.openai.com, us",
        "europe-west1-aiplatform.googleapis.com, europe-west1",
        "aiplatform.eu.rep.googleapis.com, eu",
        "api.openai.com,",
        "aiplatform.googleapis.com,",
        "eu.api.openai.com.example.org,",
        "bedrock-runtime.eu-central-1.amazonaws.com,"
    })
    void hostThatWasCalled_tellsWhereTheCallWasProcessed(String host, @Nullable String region) {
        TraceEvent event = Otlp.mapped("gen_ai.request.model", "m", "server.address", host);

        assertEquals(region, event.getInferenceRegion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown_service", "unknown_service:java"})
    void serviceThatWasGivenNoName_namesNothing(String name) {
        assertNull(chat(Otlp.attributes("service.name", name)).getRoute());
    }

    @Test
    void httpRouteOfTheRoot_namesTheCallsUnderIt() {
        Span root = Otlp.span("http.route", "/checkout")
                .setSpanId(Otlp.hex("1111111111111111"))
                .build();
        Span call = Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .setParentSpanId(root.getSpanId())
                .build();
        Span elsewhere = call.toBuilder()
                .setTraceId(Otlp.hex("99999999999999999999999999999999"))
                .build();

        List<Mapped> mapped = Otlp.map(MapperConfig.DEFAULT, Otlp.request(SHOP, "", call, elsewhere, root));

        assertEquals("/checkout", ((Mapped.Event) mapped.get(0)).event().getRoute());
        assertEquals("shop", ((Mapped.Event) mapped.get(1)).event().getRoute());
        assertEquals(new Mapped.Ignored(IgnoredReason.NOT_LLM), mapped.get(2));
    }

    @Test
    void httpRouteOfAnotherSpan_namesNothing() {
        Span inner = Otlp.span("http.route", "/inner")
                .setParentSpanId(Otlp.hex("2222222222222222"))
                .build();
        Span call = Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .build();

        List<Mapped> mapped = Otlp.map(MapperConfig.DEFAULT, Otlp.request(SHOP, "", inner, call));

        assertEquals("shop", ((Mapped.Event) mapped.get(1)).event().getRoute());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "945bd8d5-0657-4385-a99e-30240bfd2e00########0",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "run 4BF92F3577B34DA6"
            })
    void idInPlaceOfAName_isPassedOverAndCounted(String id) {
        Mapped.Event mapped = Otlp.only(
                Otlp.span("gen_ai.request.model", "m", "gen_ai.prompt.name", id, "gen_ai.agent.name", "guide"));

        assertEquals("guide", mapped.event().getRoute());
        assertTrue(mapped.repairs().contains(Repair.NAME_IS_AN_ID));
    }

    @Test
    void ordinaryNameWithDigits_isNoId() {
        Mapped.Event mapped =
                Otlp.only(Otlp.span("gen_ai.request.model", "m", "gen_ai.prompt.name", "checkout-2026-11-21-v3"));

        assertEquals("checkout-2026-11-21-v3", mapped.event().getRoute());
        assertFalse(mapped.repairs().contains(Repair.NAME_IS_AN_ID));
    }

    @Test
    void tenant_isThatOfTheSpanBeforeThatOfTheResource() {
        assertEquals("acme", chat(SHOP).getTenant());
        assertEquals(
                "t1",
                chat(Otlp.attributes("tenant.id", "t1", "service.namespace", "acme"))
                        .getTenant());
        assertEquals(
                "own",
                Otlp.mapped("gen_ai.request.model", "m", "tenant.id", "own").getTenant());
    }

    private static TraceEvent chat(List<KeyValue> resource) {
        Span call = Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .build();
        return Otlp.only(Otlp.map(MapperConfig.DEFAULT, Otlp.request(resource, "", call)))
                .event();
    }
}
