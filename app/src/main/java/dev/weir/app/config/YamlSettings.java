package dev.weir.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The settings of a YAML file, each with its line; nested mappings become dotted keys. */
final class YamlSettings {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private YamlSettings(String file) {
        this.file = file;
    }

    /** Reads a file; what is wrong with it as YAML goes to {@code problems}. */
    static List<Setting> read(Path file, List<String> problems) {
        YamlSettings reader = new YamlSettings(String.valueOf(file.getFileName()));
        try (JsonParser parser = YAML.createParser(Files.newBufferedReader(file))) {
            reader.document(parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String what =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            reader.problems.add("%s:%d: %s: expected well-formed YAML".formatted(reader.file, line, what));
        } catch (NoSuchFileException e) {
            reader.problems.add("configuration file " + file + ": expected a readable file");
        } catch (IOException e) {
            reader.problems.add("configuration file " + file + ": expected a readable UTF-8 file (" + e + ")");
        }
        problems.addAll(reader.problems);
        return reader.settings;
    }

    private void document(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            problems.add(origin(parser) + ": expected a mapping of sections");
            return;
        }
        mapping(parser, "");
    }

    private void mapping(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            String origin = origin(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                mapping(parser, key + ".");
            } else if (value == JsonToken.START_ARRAY) {
                settings.add(new Setting(key, list(parser, key, origin), true, origin));
            } else if (value != JsonToken.VALUE_NULL) {
                settings.add(Setting.of(key, parser.getText(), origin));
            }
        }
    }

    private List<String> list(JsonParser parser, String key, String origin) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isScalarValue()) {
                texts.add(parser.getText());
            } else {
                problems.add(key + " = [...]: expected a list of plain values (" + origin + ")");
                parser.skipChildren();
            }
        }
        return texts;
    }

    private String origin(JsonParser parser) {
        return file + ":" + parser.currentTokenLocation().getLineNr();
    }
}
