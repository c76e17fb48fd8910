package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.TraceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Producers of trace events that know another schema than ours, and what becomes of their records on a bad line. */
public final class WriterSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FOREIGN = List.of(
            "'string'",
            "'bytes'",
            "'double'",
            "'float'",
            "'boolean'",
            "'null'",
            "['null','string','long']",
            "['int']",
            "{'type':'array','items':'string'}",
            "{'type':'array','items':{'type':'map','values':'int'}}",
            "{'type':'map','values':['null','bytes']}",
            "{'type':'fixed','name':'F','size':3}",
            "{'type':'enum','name':'E','symbols':['A','B']}",
            "{'type':'array','items':{'type':'record','name':'R','fields':[{'name':'a','type':'long'},"
                    + "{'name':'b','type':['double','null']}]}}",
            "{'type':'array','items':'null'}",
            "{'type':'record','name':'N','fields':[{'name':'next','type':['null','N']}]}");

    private WriterSchemas() {}

    /** A schema and the records that its producer writes. */
    public record Writer(Schema schema) {

        public byte[] record(Random random) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(new byte[] {0, 0, 0, 0, 1});
            BinaryEncoder encoder = random.nextBoolean()
                    ? EncoderFactory.get().binaryEncoder(out, null)
                    : new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(schema).write((GenericRecord) value(schema, random, 0), encoder);
            encoder.flush();
            return out.toByteArray();
        }
    }

    public static Writer random(Random random) throws IOException {
        ObjectNode tree = ours();
        ArrayNode fields = (ArrayNode) tree.get("fields");
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            change(fields, random, i);
        }
        if (random.nextInt(3) == 0) {
            List<JsonNode> order = new ArrayList<>();
            fields.forEach(order::add);
            Collections.shuffle(order, random);
            fields.removeAll().addAll(order);
        }
        return new Writer(new Schema.Parser().parse(tree.toString()));
    }

    public static Schema without(String... names) throws IOException {
        ObjectNode tree = ours();
        ArrayNode fields = (ArrayNode) tree.get("fields");
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (Arrays.asList(names).contains(fields.get(i).get("name").asText())) {
                fields.remove(i);
            }
        }
        return new Schema.Parser().parse(tree.toString());
    }

    /** Cut short, flipped, overwritten or lengthened. */
    public static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int from = 5 + random.nextInt(bytes.length - 5);
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, from);
            case 1 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[from] = (byte) random.nextInt(256);
            case 3 -> Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(10)), (byte) 0xFF);
            case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
            default -> bytes = longerSpelling(bytes, from);
        }
        return bytes;
    }

    /** A one-byte number spelt with two, where there is one. */
    private static byte[] longerSpelling(byte[] bytes, int from) {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, from + 1);
        longer[from] |= (byte) 0x80;
        System.arraycopy(bytes, from + 1, longer, from + 2, bytes.length - from - 1);
        return longer;
    }

    private static ObjectNode ours() throws IOException {
        return (ObjectNode)
                JSON.readTree(SchemaText.wireForm(TraceEvent.getClassSchema()).toString());
    }

    private static void change(ArrayNode fields, Random random, int number) throws IOException {
        ObjectNode field = (ObjectNode) fields.get(random.nextInt(fields.size()));
        switch (random.nextInt(9)) {
            case 0 -> remove(fields, field);
            case 1 -> {
                ObjectNode added = fields.insertObject(random.nextInt(fields.size()));
                String type = FOREIGN.get(random.nextInt(FOREIGN.size())).replace('\'', '"');
                added.put("name", "foreign" + number);
                added.set("type", JSON.readTree(type.replaceAll("\"(F|E|R|N)\"", "\"$1" + number + "\"")));
            }
            case 2 ->
                field.putArray("aliases").add("former_" + field.get("name").asText());
            case 3 -> {
                String name = field.get("name").asText();
                field.put("name", "renamed" + number).putArray("aliases").add(name);
            }
            case 4, 5 -> retype(field, random);
            case 6 -> swapBranches(field);
            case 7 -> changeSymbols(fields, random);
            default -> changeItems(fields, random);
        }
    }

    private static void retype(ObjectNode field, Random random) throws IOException {
        String type = field.get("type").toString();
        if (type.contains("items") || type.contains("symbols") || type.contains("map")) {
            return;
        }
        List<String> choices = type.contains("long")
                ? List.of("'int'", "['null','int']", "'long'", "['null','int','long']", "'string'")
                : type.contains("double")
                        ? List.of("'float'", "['null','int']", "'long'", "'double'", "['long','null']")
                        : type.contains("int")
                                ? List.of("'int'", "['int','null']", "['null','long']")
                                : List.of(
                                        "'string'",
                                        "'bytes'",
                                        "['null','bytes']",
                                        "['null','bytes','string']",
                                        "['string','null']",
                                        "['null','string']",
                                        "'null'",
                                        "['string']");
        field.remove("default");
        field.set(
                "type",
                JSON.readTree(choices.get(random.nextInt(choices.size())).replace('\'', '"')));
    }

    private static void swapBranches(ObjectNode field) {
        if (field.get("type") instanceof ArrayNode union && union.size() == 2) {
            JsonNode first = union.remove(0);
            union.add(first);
            field.remove("default");
        }
    }

    private static void changeSymbols(ArrayNode fields, Random random) {
        for (JsonNode field : fields) {
            if (field.get("type").path("symbols") instanceof ArrayNode symbols && symbols.size() > 1) {
                ((ObjectNode) field).remove("default");
                ((ObjectNode) field.get("type")).remove("default");
                if (random.nextBoolean()) {
                    symbols.remove(random.nextInt(symbols.size()));
                } else {
                    symbols.insert(random.nextInt(symbols.size()), "NEW" + random.nextInt(1_000_000));
                }
            }
        }
    }

    /** Documents and tool calls of another make. */
    private static void changeItems(ArrayNode fields, Random random) {
        for (JsonNode field : fields) {
            for (JsonNode branch : field.get("type")) {
                if (branch.path("items").path("fields") instanceof ArrayNode inner && inner.size() > 1) {
                    if (random.nextBoolean()) {
                        inner.remove(random.nextInt(inner.size()));
                    } else {
                        inner.insertObject(0)
                                .put("name", "extra" + random.nextInt(1_000_000))
                                .put("type", "bytes");
                    }
                }
            }
        }
    }

    private static void remove(ArrayNode fields, JsonNode field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i) == field && fields.size() > 5) {
                fields.remove(i);
            }
        }
    }

    private static @Nullable Object value(Schema schema, Random random, int depth) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextGaussian();
            case STRING -> text(random);
            case BYTES -> ByteBuffer.wrap(text(random).getBytes(StandardCharsets.UTF_8));
            case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case UNION -> {
                List<Schema> branches = schema.getTypes();
                yield value(branches.get(depth > 3 ? 0 : random.nextInt(branches.size())), random, depth);
            }
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.getElementType(), random, depth + 1));
                }
                yield items;
            }
            case MAP -> {
                Map<String, @Nullable Object> entries = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(text(random), value(schema.getValueType(), random, depth + 1));
                }
                yield entries;
            }
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    record.put(field.pos(), value(field.schema(), random, depth + 1));
                }
                yield record;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 100 : 8); i > 0; i--) {
            text.appendCodePoint(random.nextInt(4) > 0 ? 32 + random.nextInt(90) : 0xA0 + random.nextInt(0x1F000));
        }
        return text.toString().replaceAll("\\p{Cs}", "?");
    }
}
