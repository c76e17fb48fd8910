package dev.weir.app.config;

import dev.weir.schemas.Means;
import dev.weir.schemas.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Configuration records seen as keys, by reflection. */
final class RecordShape {

    private RecordShape() {}

    /**
     * Every key below a root record, in the order of the components. The root's own components are the sections; each
     * section's type has a static {@code DEFAULT}.
     */
    static Map<String, ConfigKey> keys(Class<? extends Record> root) {
        List<ConfigKey> keys = new ArrayList<>();
        for (RecordComponent section : root.getRecordComponents()) {
            addKeys(ConfigKey.snakeCase(section) + ".", section.getType(), defaultOf(section.getType()), keys);
        }
        Map<String, ConfigKey> byName = new LinkedHashMap<>();
        Map<String, String> byVariable = new TreeMap<>();
        for (ConfigKey key : keys) {
            byName.put(key.name(), key);
            String other = byVariable.put(key.variable(), key.name());
            if (other != null) {
                throw new IllegalArgumentException(
                        "keys " + other + " and " + key.name() + " share the variable " + key.variable());
            }
        }
        return byName;
    }

    private static void addKeys(String prefix, Class<?> type, Object defaults, List<ConfigKey> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + ConfigKey.snakeCase(component);
            ValueKind kind = ValueKind.of(component);
            Object value = value(component, defaults);
            if (kind != ValueKind.SECTION) {
                keys.add(new ConfigKey(name, kind, component.getType(), value, meaning(component)));
            } else if (value == null) {
                throw new IllegalArgumentException(name + ": a nested section has a default");
            } else {
                addKeys(name + ".", component.getType(), value, keys);
            }
        }
    }

    private static String meaning(RecordComponent component) {
        Means means = component.getAnnotation(Means.class);
        return means == null ? "" : means.value();
    }

    private static Object defaultOf(Class<?> section) {
        try {
            Field field = section.getDeclaredField("DEFAULT");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(section.getName() + ": expected a static DEFAULT", e);
        }
    }

    /** The value of a component of a record. */
    static @Nullable Object value(RecordComponent component, Object record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("component " + component + " cannot be read", e);
        }
    }

    /** A record of values by key; {@code prefix} is empty for the root, else it ends in a dot. */
    static Object build(Class<?> type, String prefix, Map<String, @Nullable Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = prefix + ConfigKey.snakeCase(components[i]);
            Class<?> componentType = components[i].getType();
            boolean section = componentType.isRecord() && componentType != Secret.class;
            arguments[i] = section ? build(componentType, name + ".", values) : values.get(name);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new InvalidConfigException(List.of(prefix + " " + e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + ": cannot be built", e);
        }
    }

    /** What a section finds wrong with itself, each with the section's name before the key. */
    static List<String> problems(String section, Object value) {
        try {
            Method method = value.getClass().getMethod("problems");
            method.setAccessible(true);
            List<String> problems = new ArrayList<>();
            for (Object problem : (List<?>) method.invoke(value)) {
                problems.add(section + "." + problem);
            }
            return problems;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(value.getClass().getName() + ": expected List<String> problems()", e);
        }
    }
}
