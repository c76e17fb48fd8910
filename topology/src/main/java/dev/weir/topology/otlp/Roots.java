package dev.weir.topology.otlp;

import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the roots of the traces in a batch say under some names, for their spans to be named after. Costs a second reading of
 * the spans, but only of a batch whose bytes hold one of the names. Immutable.
 */
final class Roots {

    private final List<String> names;
    private final List<byte[]> patterns;

    Roots(List<String> names) {
        this.names = names;
        this.patterns = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Names to values, by trace; only of roots that give at least one. */
    Map<String, Map<String, String>> of(Batch batch, byte[] bytes) {
        if (patterns.stream().noneMatch(pattern -> contains(bytes, pattern))) {
            return Map.of();
        }
        Map<String, Map<String, String>> found = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Span span = readable(batch, i);
            if (span != null && span.parentSpanId() == null) {
                for (String name : names) {
                    String value = span.attributes().text(name);
                    if (value != null) {
                        found.computeIfAbsent(span.traceId(), key -> new HashMap<>())
                                .putIfAbsent(name, value);
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable Span readable(Batch batch, int index) {
        try {
            return batch.span(index, new Repairs());
        } catch (MalformedException e) {
            return null; // refused when its own turn comes
        }
    }

    private static boolean contains(byte[] bytes, byte[] pattern) {
        outer:
        for (int i = 0; i <= bytes.length - pattern.length; i++) {
            for (int j = 0; j < pattern.length; j++) {
                if (bytes[i + j] != pattern[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
