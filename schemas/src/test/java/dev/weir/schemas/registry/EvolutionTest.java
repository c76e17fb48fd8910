package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Records of producers that know an older or a newer schema than we do. */
class EvolutionTest {

    @Test
    void olderWriter_leavesNewFieldsAtTheirDefault() throws Exception {
        Schema older = trace(fields -> remove(fields, "cost_usd", "kind", "attributes", "reference_text"));

        TraceEvent event = decode(older, record(older));

        assertEquals("t", event.getTraceId());
        assertEquals(SpanKind.LLM, event.getKind());
        assertEquals(0, event.getAttributes().size());
        assertNull(event.getCostUsd());
        assertEquals("how?", event.getInputText());
    }

    @Test
    void newerWriter_losesOnlyWhatWeDoNotKnow() throws Exception {
        Schema newer = trace(fields -> {
            ObjectNode field = fields.insertObject(2);
            field.put("name", "added_later")
                    .put("default", "x")
                    .putObject("type")
                    .put("type", "string");
        });
        GenericRecord record = record(newer);
        record.put("added_later", "something new");

        TraceEvent event = decode(newer, record);

        assertEquals("t", event.getTraceId());
        assertEquals("how?", event.getInputText());
        assertEquals(Instant.ofEpochSecond(1, 5_000), event.getStartTime());
    }

    @Test
    void newerEnumSymbol_becomesTheEnumsDefault() throws Exception {
        Schema newer = trace(fields -> {
            for (JsonNode field : fields) {
                if (field.get("name").asText().equals("kind")) {
                    ((ArrayNode) field.get("type").get("symbols")).add("RERANKER");
                }
            }
        });
        GenericRecord record = record(newer);
        record.put("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "RERANKER"));

        assertEquals(SpanKind.OTHER, decode(newer, record).getKind());
    }

    @Test
    void promotedType_isRead() throws Exception {
        Schema narrower = trace(fields -> {
            for (JsonNode field : fields) {
                if (field.get("name").asText().equals("input_tokens")) {
                    ((ArrayNode) field.get("type")).removeAll().add("null").add("int");
                }
            }
        });
        GenericRecord record = record(narrower);
        record.put("input_tokens", 7);

        assertEquals(7L, decode(narrower, record).getInputTokens());
    }

    @Test
    void writerWithoutARequiredField_isIncompatibleAndTheFieldIsNamed() throws Exception {
        Schema without = trace(fields -> remove(fields, "span_id"));

        var e = assertThrows(UndecodableRecordException.class, () -> decode(without, record(without)));

        assertEquals(Reason.INCOMPATIBLE_SCHEMA, e.reason());
        assertSays(e, "READER_FIELD_MISSING_DEFAULT_VALUE", "schema id 1");
    }

    private static TraceEvent decode(Schema writer, GenericRecord record) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 0, 0, 1});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(writer).write(record, encoder);
        encoder.flush();
        return new AvroCodec(new OneSchema(writer)).decode(out.toByteArray(), TraceEvent.class);
    }

    private static GenericRecord record(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), field.hasDefaultValue() ? GenericData.get().getDefaultValue(field) : "s");
        }
        record.put("trace_id", "t");
        record.put("start_time", 1_000_005L);
        record.put("input_text", "how?");
        return record;
    }

    private static void remove(ArrayNode fields, String... names) {
        for (String name : names) {
            for (int i = fields.size() - 1; i >= 0; i--) {
                if (fields.get(i).get("name").asText().equals(name)) {
                    fields.remove(i);
                }
            }
        }
    }

    private static Schema trace(Consumer<ArrayNode> change) throws Exception {
        JsonNode tree = new ObjectMapper()
                .readTree(SchemaText.wireForm(TraceEvent.getClassSchema()).toString());
        change.accept((ArrayNode) tree.get("fields"));
        return new Schema.Parser().parse(tree.toString());
    }
}
