package dev.weir.topology.otlp.dialect;

import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
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

    private final Map<Field<?>, List<? extends Numbered<?>>> sources = new HashMap<>();

    /** The sources that need an attribute, by its name. */
    private final Map<String, BitSet> needing = new HashMap<>();

    /** The sources that need none. */
    private final BitSet always = new BitSet();

    private final String[] marks;
    private int numbered;

    /** A source and its place in the set of those that a span can answer. */
    private record Numbered<T>(Source<T> source, int number) {}

    Vocabulary(List<Dialect> dialects) {
        this.marks = dialects.stream()
                .flatMap(dialect -> dialect.marks().stream())
                .distinct()
                .toArray(String[]::new);
        for (Field<?> field : Field.all()) {
            sources.put(field, gather(field, dialects));
        }
    }

    private <T> List<Numbered<T>> gather(Field<T> field, List<Dialect> dialects) {
        List<Numbered<T>> gathered = new ArrayList<>();
        for (Dialect dialect : dialects) {
            for (Dialect.Entry<T> entry : dialect.sources(field)) {
                String needs = entry.needs();
                BitSet group = needs == null ? always : needing.computeIfAbsent(needs, name -> new BitSet());
                group.set(numbered);
                gathered.add(new Numbered<>(entry.source(), numbered++));
            }
        }
        return List.copyOf(gathered);
    }

    /**
     * A span to be asked for fields. One look-up for each of its attributes finds the few sources that can answer, so a dialect
     * costs nothing where it is not spoken.
     */
    public Reading read(Span span, Repairs repairs) {
        BitSet answering = (BitSet) always.clone();
        for (String name : span.attributes().names()) {
            BitSet known = needing.get(name);
            if (known != null) {
                answering.or(known);
            }
        }
        return new Reading(span, repairs, answering);
    }

    /** The field of the first dialect that gives it. */
    public <T> @Nullable T first(Field<T> field, Reading span) {
        for (Numbered<T> source : sources(field)) {
            T value = span.isAnswering(source.number()) ? source.source().read(span) : null;
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Whether two dialects, or two names of one, give the field differently. */
    public <T> boolean isDisputed(Field<T> field, Reading span) {
        T first = null;
        for (Numbered<T> source : sources(field)) {
            T value = span.isAnswering(source.number()) ? source.source().read(span) : null;
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
    private <T> List<Numbered<T>> sources(Field<T> field) {
        return (List<Numbered<T>>) Objects.requireNonNull(sources.get(field), "a field that no vocabulary knows");
    }
}
