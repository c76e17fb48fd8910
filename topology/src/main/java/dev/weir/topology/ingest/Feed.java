package dev.weir.topology.ingest;

import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one source topic apart into trace events. Not thread-safe: one a task and source.
 *
 * <p>What a record holds is told to the visitor in its order. A part that cannot be understood is told as refused and
 * costs its siblings nothing.
 */
public interface Feed {

    /**
     * Tells what a record holds.
     *
     * @throws ReadingException if nothing of it can be understood; nothing has been told then
     */
    void read(byte @Nullable [] key, byte @Nullable [] value, Visitor to) throws ReadingException;

    /** Is told what a record holds. */
    interface Visitor {

        /** A trace event in the wire form of {@code weir.traces}; absent where the record has no value. */
        void event(byte @Nullable [] event);

        /**
         * A part that belongs to no LLM call.
         *
         * @param counter what it is counted under
         */
        void ignored(String counter);

        /**
         * A part that cannot be a trace event.
         *
         * @param field at fault
         * @param part its bytes, in the form of the source
         */
        void refused(Rejection reason, String field, byte[] part);

        /** Result of another evaluator for a call; comes on top of the parts. */
        void evaluated(Evaluation evaluation);

        /** Something that was made right, or is not covered, and is only counted. */
        void noted(String counter);
    }

    /** A source whose records are trace events already. */
    Feed TRACE_EVENTS = (key, value, to) -> to.event(value);

    /**
     * A source topic and how its records are read.
     *
     * @param feed makes the reader of one task
     */
    record Source(String topic, java.util.function.Supplier<Feed> feed) {}
}
