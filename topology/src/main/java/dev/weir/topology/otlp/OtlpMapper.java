package dev.weir.topology.otlp;

import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Signal;
import java.util.function.Consumer;

/**
 * The way from a record of another instrumentation to canonical trace events. Everything that a record says is handed to the
 * caller in the order in which it stands there, synchronously. Thread-safe: nothing is remembered between records.
 *
 * <p>Guarantee: one {@link Mapped.Event}, {@link Mapped.Ignored} or {@link Mapped.Refused} for each span, log or object, and
 * {@link Mapped.Evaluated} on top; nothing but {@link UnreadableBatchException} is thrown whatever the bytes are, and then
 * nothing was handed over.
 */
public final class OtlpMapper {

    private final Limits limits;

    /**
     * @param config without problems
     * @throws IllegalArgumentException if it has some; says which
     */
    public OtlpMapper(MapperConfig config) {
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", config.problems()));
        }
        this.limits = new Limits(config.maxSpans(), config.maxAttributes(), config.maxDepth());
    }

    /**
     * What a batch of spans, or a gateway's JSON object, says.
     *
     * @param format as the topic has it; of OTLP's two the first byte decides
     * @throws UnreadableBatchException if the record is none
     */
    public void spans(byte[] value, SourceFormat format, Consumer<Mapped> to) throws UnreadableBatchException {
        Batch batch = divide(value, format, Signal.TRACES);
        for (int i = 0; i < batch.size(); i++) {
            Repairs repairs = new Repairs();
            try {
                batch.span(i, repairs);
                to.accept(new Mapped.Ignored(IgnoredReason.NOT_LLM));
            } catch (MalformedException e) {
                to.accept(new Mapped.Refused(e.field(), e.what(), batch.alone(i)));
            }
        }
    }

    /**
     * What a batch of OTLP logs says: evaluations, and how many others there were.
     *
     * @param format one of OTLP's two; the first byte decides
     * @throws UnreadableBatchException if the record is none
     */
    public void logs(byte[] value, SourceFormat format, Consumer<Mapped> to) throws UnreadableBatchException {
        Batch batch = divide(value, format, Signal.LOGS);
        for (int i = 0; i < batch.size(); i++) {
            Repairs repairs = new Repairs();
            try {
                batch.log(i, repairs);
                to.accept(new Mapped.Ignored(IgnoredReason.OTHER_LOG));
            } catch (MalformedException e) {
                to.accept(new Mapped.Refused(e.field(), e.what(), batch.alone(i)));
            }
        }
    }

    private Batch divide(byte[] value, SourceFormat format, Signal signal) throws UnreadableBatchException {
        try {
            return Batch.divide(value, format.sniff(value) == SourceFormat.OTLP_JSON, signal, limits);
        } catch (MalformedException e) {
            throw new UnreadableBatchException(e.what());
        }
    }
}
