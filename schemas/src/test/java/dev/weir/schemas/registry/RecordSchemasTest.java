package dev.weir.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

/** Rules that the schemas themselves keep. */
class RecordSchemasTest {

    private static final List<Schema> SCHEMAS =
            WireRecords.all().stream().map(WireRecords::schemaOf).toList();

    @Test
    void everyFile_isAWireRecordAndTheOtherWayRound() throws Exception {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> folder = Files.list(Path.of("src", "main", "avro"))) {
            folder.forEach(file -> files.add(file.getFileName().toString()));
        }
        Set<String> records = new TreeSet<>();
        SCHEMAS.forEach(schema -> records.add(schema.getName() + ".avsc"));

        assertEquals(files, records);
    }

    @Test
    void everyRecordEnumAndField_hasADoc() {
        List<String> without = new ArrayList<>();
        named().forEach(schema -> {
            require(schema.getDoc(), schema.getFullName(), without);
            if (schema.getType() == Schema.Type.RECORD) {
                schema.getFields()
                        .forEach(field -> require(field.doc(), schema.getFullName() + "." + field.name(), without));
            }
        });

        assertEquals(List.of(), without, "without a doc of some words");
    }

    @Test
    void everyOptionalField_saysWhatAbsenceMeans() {
        List<String> silent = new ArrayList<>();
        named().filter(schema -> schema.getType() == Schema.Type.RECORD)
                .forEach(schema -> schema.getFields().stream()
                        .filter(field -> field.schema().isNullable())
                        .filter(field -> !field.doc().contains("bsent"))
                        .forEach(field -> silent.add(schema.getName() + "." + field.name())));

        assertEquals(List.of(), silent);
    }

    @Test
    void everyNullableField_defaultsToNull() {
        named().filter(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(schema -> schema.getFields().stream())
                .filter(field -> field.schema().isNullable())
                .forEach(field -> assertTrue(
                        field.hasDefaultValue()
                                && field.schema().getTypes().get(0).getType() == Schema.Type.NULL,
                        field.name()));
    }

    @Test
    void everyDefault_isAValueOfItsField() {
        int defaults = 0;
        for (Schema schema :
                named().filter(s -> s.getType() == Schema.Type.RECORD).toList()) {
            for (Field field : schema.getFields()) {
                if (field.hasDefaultValue()) {
                    Object value = SpecificData.get().getDefaultValue(field);
                    assertTrue(
                            SpecificData.get().validate(field.schema(), value), schema.getName() + "." + field.name());
                    defaults++;
                }
            }
        }
        assertTrue(defaults > 80, "defaults seen: " + defaults);
    }

    @Test
    void texts_standLastInATraceEvent() {
        List<String> names = TraceEvent.getClassSchema().getFields().stream()
                .map(Field::name)
                .toList();

        assertEquals(
                List.of("system_text", "input_text", "output_text", "documents", "tool_calls", "reference_text"),
                names.subList(names.size() - 6, names.size()));
    }

    @Test
    void wireForm_hasNoMarksOfJavaAndAllDocs() {
        for (Schema schema : SCHEMAS) {
            String wire = SchemaText.wireForm(schema).toString();

            assertFalse(wire.contains("avro.java"), schema.getName());
            assertTrue(wire.contains("\"doc\""), schema.getName());
        }
    }

    @Test
    void everyTopicOfOurs_namesKnownTypes() {
        List<Topic> withoutSchema = List.of(Topics.DEAD_LETTERS, Topics.SERIES_RESTATEMENTS, Topics.SPEND_RESTATEMENTS);
        for (Topic topic : Topics.all()) {
            assertEquals(
                    withoutSchema.contains(topic) ? 0 : topic.value().split(" or ").length,
                    Subjects.typesOf(topic).size(),
                    topic.name() + ": " + topic.value());
        }
    }

    private static void require(String doc, String name, List<String> without) {
        if (doc == null || doc.length() < 5) {
            without.add(name);
        }
    }

    /** All records and enums, nested ones included, each once. */
    private static Stream<Schema> named() {
        Set<Schema> seen = new HashSet<>();
        SCHEMAS.forEach(schema -> collect(schema, seen));
        assertNotNull(seen);
        return seen.stream();
    }

    private static void collect(Schema schema, Set<Schema> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema(), seen));
                }
            }
            case ENUM -> seen.add(schema);
            case ARRAY -> collect(schema.getElementType(), seen);
            case MAP -> collect(schema.getValueType(), seen);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, seen));
            default -> {
                // a type without a name has no doc
            }
        }
    }
}
