package dev.weir.app.config;

import java.util.List;

/**
 * One value as a source gave it.
 *
 * @param key full key, {@code section.name}; below a map key the rest is the map's own key
 * @param texts the value; a list has any number of texts, everything else exactly one
 * @param list whether the source wrote it as a list
 * @param origin where it stands, {@code weir.yaml:12}, {@code WEIR_HTTP_PORT} or {@code --set}
 */
record Setting(String key, List<String> texts, boolean list, String origin) {

    static Setting of(String key, String text, String origin) {
        return new Setting(key, List.of(text), false, origin);
    }

    /** The value as one text, for messages. */
    String text() {
        return list ? texts.toString() : texts.get(0);
    }
}
