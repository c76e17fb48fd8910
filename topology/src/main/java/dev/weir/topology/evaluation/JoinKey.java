package dev.weir.topology.evaluation;

import dev.weir.schemas.TextLimit;
import dev.weir.topology.call.CallView;
import dev.weir.topology.call.Fingerprint;
import dev.weir.topology.otlp.Evaluation;
import org.jspecify.annotations.Nullable;

/** What a call is looked for by: its span first, and where that leads to none its response id. */
public enum JoinKey {
    BY_SPAN {
        @Override
        long keyOf(CallView call) {
            return given(call.fingerprint());
        }

        @Override
        long keyOf(Evaluation evaluation) {
            String trace = evaluation.traceId();
            String span = evaluation.spanId();
            return trace == null || span == null ? NONE : given(Fingerprint.ofSpan(trace, span));
        }
    },
    BY_RESPONSE {
        @Override
        long keyOf(CallView call) {
            return ofResponse(call.responseId());
        }

        @Override
        long keyOf(Evaluation evaluation) {
            return ofResponse(evaluation.responseId());
        }
    };

    /** Key of what has none. */
    static final long NONE = 0;

    /** What the call is known by here, 64 well mixed bits; {@link #NONE} if it is not. */
    abstract long keyOf(CallView call);

    /** What the evaluation names its call by here; {@link #NONE} if it does not. */
    abstract long keyOf(Evaluation evaluation);

    /** The partition that a key is looked for in. */
    static int partitionOf(long key, int partitions) {
        return (int) Long.remainderUnsigned(key, partitions);
    }

    private static long ofResponse(@Nullable String id) {
        return id == null || id.isBlank() ? NONE : given(Fingerprint.ofResponse(TextLimit.RESPONSE_ID.of(id)));
    }

    private static long given(long hash) {
        return hash == NONE ? 1 : hash;
    }
}
