package dev.weir.topology.ingest;

import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.otlp.Mapped;
import dev.weir.topology.otlp.OtlpMapper;
import dev.weir.topology.otlp.SourceFormat;
import dev.weir.topology.otlp.UnreadableBatchException;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source in a form of another system: each record is mapped to trace events, which are written in their wire form, so that
 * from here on every call goes the same way. What the mapper repaired is counted by rule, and so are calls whose record had
 * no key: where a producer sends those again they may reach another partition, and are counted twice.
 */
public final class MappedFeed implements Feed {

    private static final String UNKEYED = Counters.NOTED + "unkeyed";

    private final OtlpMapper mapper;
    private final SourceFormat format;
    private final boolean logs;
    private final AvroCodec codec;

    private MappedFeed(OtlpMapper mapper, SourceFormat format, boolean logs, AvroCodec codec) {
        this.mapper = mapper;
        this.format = format;
        this.logs = logs;
        this.codec = codec;
    }

    /** The source of trace events, and those whose records are mapped. */
    public static List<Source> sources(SourcesConfig config, AvroCodec codec) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source(Topics.TRACES.name(), () -> TRACE_EVENTS));
        OtlpMapper mapper = new OtlpMapper(config.mapping());
        config.calls()
                .forEach((topic, format) ->
                        sources.add(new Source(topic, () -> new MappedFeed(mapper, format, false, codec))));
        if (!config.otlpLogs().isEmpty()) {
            SourceFormat format = config.otlpFormat();
            sources.add(new Source(config.otlpLogs(), () -> new MappedFeed(mapper, format, true, codec)));
        }
        return sources;
    }

    @Override
    public void read(byte @Nullable [] key, byte @Nullable [] value, Visitor to) throws ReadingException {
        if (value == null) {
            throw new ReadingException(Rejection.NO_VALUE, "");
        }
        boolean unkeyed = key == null;
        try {
            if (logs) {
                mapper.logs(value, format, mapped -> tell(mapped, unkeyed, to));
            } else {
                mapper.spans(value, format, mapped -> tell(mapped, unkeyed, to));
            }
        } catch (UnreadableBatchException e) {
            throw new ReadingException(Rejection.NOT_A_BATCH, "");
        }
    }

    private void tell(Mapped mapped, boolean unkeyed, Visitor to) {
        if (mapped instanceof Mapped.Event event) {
            event.repairs().forEach(repair -> to.noted(Counters.NOTED + repair.wireName()));
            if (unkeyed) {
                to.noted(UNKEYED);
            }
            to.event(codec.encode(Topics.TRACES, event.event()));
        } else if (mapped instanceof Mapped.Ignored ignored) {
            to.ignored(Counters.IGNORED + ignored.reason().wireName());
        } else if (mapped instanceof Mapped.Evaluated evaluated) {
            if (logs) { // those of a span stand with its event
                evaluated.repairs().forEach(repair -> to.noted(Counters.NOTED + repair.wireName()));
            }
            to.evaluated(evaluated.evaluation());
        } else if (mapped instanceof Mapped.Refused refused) {
            to.refused(Rejection.UNMAPPABLE, refused.field(), refused.record());
        }
    }
}
