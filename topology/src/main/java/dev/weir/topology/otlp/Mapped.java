package dev.weir.topology.otlp;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.span.Repair;
import java.util.Set;

/**
 * What became of one span, log record or JSON object. A batch gives one {@link Event}, {@link Ignored} or {@link Refused} for
 * each of its spans or logs that is no evaluation; {@link Evaluated} come on top, for a span may carry several.
 */
public sealed interface Mapped {

    /**
     * A span of an LLM application. Only kinds LLM and EMBEDDING are model invocations.
     *
     * @param repairs what had to be repaired or assumed, each at most once; to be counted by wire name
     */
    record Event(TraceEvent event, Set<Repair> repairs) implements Mapped {
        public Event {
            repairs = Set.copyOf(repairs);
        }
    }

    /** An evaluation of a call that was made elsewhere. */
    record Evaluated(Evaluation evaluation, Set<Repair> repairs) implements Mapped {
        public Evaluated {
            repairs = Set.copyOf(repairs);
        }
    }

    /** A span or log that is no concern of ours. */
    record Ignored(IgnoredReason reason) implements Mapped {}

    /**
     * A span or log that cannot be mapped; its siblings go on.
     *
     * @param field what is wrong with it, in the words of OTLP
     * @param message field, what came and what was expected; never quotes a text
     * @param record that one span or log with its resource and scope, in the format that it came in: a batch of its own, to be
     *     set aside and sent again. Where the refused ones of a batch would repeat their resource until they are larger than four
     *     times the batch and than 1 MiB, the others come without resource and scope
     */
    record Refused(String field, String message, byte[] record) implements Mapped {}
}
