package dev.weir.app.config;

import dev.weir.schemas.Secret;
import dev.weir.schemas.text.NearestWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from its sources. Later sources win: the records' defaults, the YAML file, the environment, the
 * overrides. Lists are replaced as a whole; a map given by any source replaces the default map, and its entries are
 * merged key by key over the sources.
 *
 * @param <C> the root record, whose components are the sections
 */
public final class ConfigLoader<C extends Record> {

    /** Variables that the launcher reads, which are no configuration keys. */
    static final Set<String> LAUNCHER_VARIABLES = Set.of("WEIR_JAVA_OPTS", "WEIR_CONFIG", "WEIR_HOME");

    private final Class<C> root;
    private final Map<String, ConfigKey> keys;

    /** @throws IllegalArgumentException if a record has a component that configuration cannot express */
    public ConfigLoader(Class<C> root) {
        this.root = root;
        this.keys = RecordShape.keys(root);
    }

    /**
     * A configuration and where its values come from.
     *
     * @param rows every key, in the order of the records
     */
    public record Loaded<C>(C config, List<Row> rows) {}

    /**
     * A key with its value in effect.
     *
     * @param value as text, masked where secret
     * @param fallback the default as text
     * @param variable the environment variable that sets it
     * @param origin where the value stands; {@code default} when no source sets it
     * @param meaning what the key means, in one line of Markdown
     */
    public record Row(String key, String value, String fallback, String variable, String origin, String meaning) {}

    /** Defaults alone. */
    public Loaded<C> defaults() {
        return load(null, Map.of(), List.of());
    }

    /**
     * Reads all sources.
     *
     * @param file null for none
     * @param environment only {@code WEIR_…} variables are looked at
     * @param overrides each {@code section.key=value}
     * @throws InvalidConfigException with every problem of every source and every section
     */
    public Loaded<C> load(@Nullable Path file, Map<String, String> environment, List<String> overrides) {
        List<String> problems = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        if (file != null) {
            settings.addAll(YamlSettings.read(file, problems));
        }
        settings.addAll(fromEnvironment(environment, problems));
        settings.addAll(fromOverrides(overrides, problems));

        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        keys.forEach((name, key) -> values.put(name, key.fallback()));
        Map<String, String> origins = new LinkedHashMap<>();
        for (Setting setting : settings) {
            apply(setting, values, origins, problems);
        }
        C config = root.cast(RecordShape.build(root, "", values));
        problems.addAll(sectionProblems(config, origins));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new Loaded<>(config, rows(values, origins));
    }

    private List<Setting> fromEnvironment(Map<String, String> environment, List<String> problems) {
        Map<String, ConfigKey> byVariable = new TreeMap<>();
        keys.values().forEach(key -> byVariable.put(key.variable(), key));
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith("WEIR_") || LAUNCHER_VARIABLES.contains(variable)) {
                return;
            }
            Optional<String> key = keyOfVariable(variable, byVariable);
            if (key.isPresent()) {
                settings.add(Setting.of(key.get(), text, variable));
            } else {
                problems.add("%s = %s: expected a known variable, the nearest is %s"
                        .formatted(
                                variable,
                                Secrets.shown(variable, text),
                                NearestWord.of(variable, byVariable.keySet())));
            }
        });
        return settings;
    }

    /** Key of a variable; what follows a map's variable is the map's own key, with dots for underscores. */
    private static Optional<String> keyOfVariable(String variable, Map<String, ConfigKey> byVariable) {
        ConfigKey exact = byVariable.get(variable);
        if (exact != null) {
            return Optional.of(exact.name());
        }
        return byVariable.values().stream()
                .filter(key -> key.kind().isMap() && variable.startsWith(key.variable() + "_"))
                .map(key -> key.name() + "."
                        + variable.substring(key.variable().length() + 1)
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'))
                .findFirst();
    }

    private static List<Setting> fromOverrides(List<String> overrides, List<String> problems) {
        List<Setting> settings = new ArrayList<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals <= 0) {
                problems.add("--set " + override + ": expected section.key=value");
            } else {
                settings.add(
                        Setting.of(override.substring(0, equals).strip(), override.substring(equals + 1), "--set"));
            }
        }
        return settings;
    }

    private void apply(
            Setting setting, Map<String, @Nullable Object> values, Map<String, String> origins, List<String> problems) {
        ConfigKey exact = keys.get(setting.key());
        ConfigKey key = exact != null ? exact : mapOf(setting.key());
        if (key == null) {
            unknown(setting, problems);
            return;
        }
        if (key.fallback() == null && setting.text().isBlank()) {
            return; // absent stays absent
        }
        Optional<Object> value = exact != null ? whole(key, setting) : entry(key, setting);
        if (value.isEmpty()) {
            boolean secret = key.kind() == ValueKind.SECRET;
            String shown = secret ? Secret.MASK : Secrets.shown(setting.key(), setting.text());
            problems.add(problem(setting, shown, ValueText.expected(key)));
            return;
        }
        boolean merge = key.kind().isMap() && origins.containsKey(key.name());
        values.put(key.name(), merge ? merged(values.get(key.name()), value.get()) : value.get());
        origins.put(key.name(), setting.origin());
    }

    private void unknown(Setting setting, List<String> problems) {
        if (setting.text().isBlank() && keys.keySet().stream().anyMatch(k -> k.startsWith(setting.key() + "."))) {
            return; // a section with nothing in it
        }
        String nearest = NearestWord.of(setting.key(), keys.keySet());
        String shown = Secrets.shown(setting.key() + " " + nearest, setting.text());
        problems.add(problem(setting, shown, "a known key, the nearest is " + nearest));
    }

    private @Nullable ConfigKey mapOf(String name) {
        return keys.values().stream()
                .filter(key -> key.kind().isMap() && name.startsWith(key.name() + "."))
                .findFirst()
                .orElse(null);
    }

    private static Optional<Object> whole(ConfigKey key, Setting setting) {
        if (setting.list()) {
            return key.kind() == ValueKind.TEXT_LIST ? Optional.of(List.copyOf(setting.texts())) : Optional.empty();
        }
        return ValueText.parse(key, setting.text());
    }

    private static Optional<Object> entry(ConfigKey map, Setting setting) {
        if (setting.list()) {
            return Optional.empty();
        }
        String entry = setting.key().substring(map.name().length() + 1);
        ValueKind kind = map.kind() == ValueKind.NUMBER_MAP ? ValueKind.DOUBLE : ValueKind.TEXT;
        return ValueText.parse(new ConfigKey(setting.key(), kind, map.type(), null, map.meaning()), setting.text())
                .map(value -> Map.of(entry, value));
    }

    private static Object merged(@Nullable Object first, Object second) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        if (first instanceof Map<?, ?> map) {
            merged.putAll(map);
        }
        merged.putAll((Map<?, ?>) second);
        return merged;
    }

    private static String problem(Setting setting, String shown, String expected) {
        return "%s = %s: expected %s (%s)".formatted(setting.key(), shown, expected, setting.origin());
    }

    private List<String> sectionProblems(C config, Map<String, String> origins) {
        List<String> problems = new ArrayList<>();
        for (var section : root.getRecordComponents()) {
            Object value = RecordShape.value(section, config);
            if (value != null) {
                for (String problem : RecordShape.problems(ConfigKey.snakeCase(section), value)) {
                    String key = problem.contains(" = ") ? problem.substring(0, problem.indexOf(" = ")) : problem;
                    String origin = origins.get(key);
                    problems.add(origin == null ? problem : problem + " (" + origin + ")");
                }
            }
        }
        return problems;
    }

    private List<Row> rows(Map<String, @Nullable Object> values, Map<String, String> origins) {
        return keys.values().stream()
                .map(key -> new Row(
                        key.name(),
                        ValueText.format(key, values.get(key.name())),
                        ValueText.format(key, key.fallback()),
                        key.variable(),
                        origins.getOrDefault(key.name(), "default"),
                        key.meaning()))
                .toList();
    }
}
