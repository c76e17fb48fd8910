package dev.weir.topology;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.call.CallView;

/** Events as the hot path sees them, for tests. */
public final class Calls {

    private static final AvroCodec CODEC = new AvroCodec(new EmbeddedRegistry());

    private Calls() {}

    /** A view of an event's bytes; a new one each time. */
    public static CallView of(TraceEvent event) {
        CallView view = new CallView(CODEC);
        view.read(CODEC.encode(Topics.TRACES, event));
        return view;
    }

    public static CallView of(TraceEvent.Builder event) {
        return of(event.build());
    }
}
