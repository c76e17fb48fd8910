package dev.weir.topology.otlp.dialect;

import dev.weir.topology.otlp.span.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All dialects in order of precedence. Immutable and thread-safe. */
public final class Vocabulary {

    /** The dialects that are known; the order is the precedence within each field. */
    public static final Vocabulary STANDARD = new Vocabulary(List.of(
            Weir.DIALECT,
            OtelGenAi.DIALECT,
            OpenInference.DIALECT,
            OpenLlmetry.DIALECT,
            Langfuse.DIALECT,
            VercelAi.DIALECT,
            LiteLlm.DIALECT,
            OpenLit.DIALECT,
            MlFlow.DIALECT,
            PydanticAi.DIALECT,
            GoogleAdk.DIALECT,
            LiveKit.DIALECT,
            Genkit.DIALECT,
            KongLog.DIALECT,
            LiteLlmLog.DIALECT,
            PlainNames.DIALECT));

    private final List<Dialect> dialects;
    private final Map<Field<?>, List<? extends Source<?>>> sources = new IdentityHashMap<>();
    private final String[] marks;

    Vocabulary(List<Dialect> dialects) {
        this.dialects = dialects;
        this.marks = dialects.stream()
                .flatMap(dialect -> dialect.marks().stream())
                .distinct()
                .toArray(String[]::new);
        for (Field<?> field : Field.all()) {
            sources.put(field, gather(field));
        }
    }

    private <T> List<Source<T>> gather(Field<T> field) {
        List<Source<T>> gathered = new ArrayList<>();
        dialects.forEach(dialect -> gathered.addAll(dialect.sources(field)));
        return List.copyOf(gathered);
    }

    /** The field of the first dialect that gives it. */
    public <T> @Nullable T first(Field<T> field, Reading span) {
        for (Source<T> source : sources(field)) {
            T value = source.read(span);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Whether two dialects, or two names of one, give the field differently. */
    public <T> boolean isDisputed(Field<T> field, Reading span) {
        T first = null;
        for (Source<T> source : sources(field)) {
            T value = source.read(span);
            if (value != null && first != null && !Objects.equals(value, first)) {
                return true;
            }
            first = first == null ? value : first;
        }
        return false;
    }

    /** Whether any attribute is one that only a span of an LLM application has. */
    public boolean isMarked(Span span) {
        for (String name : span.attributes().names()) {
            for (String mark : marks) {
                if (name.startsWith(mark)) {
                    return true;
                }
            }
        }
        for (Span.Event event : span.events()) {
            if (event.name().startsWith("gen_ai.")) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // put there by gather, which is of the field's own type
    private <T> List<Source<T>> sources(Field<T> field) {
        return (List<Source<T>>) Objects.requireNonNull(sources.get(field), "a field that no vocabulary knows");
    }
}
