package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.schemas.sketch.QuantileSketch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.internals.ByteUtils;

/**
 * What the product counts of a series window, for the rows that are not the product: counts and sums, five sketches,
 * finish reasons and the three slowest calls. Merging is exact. Not thread-safe.
 */
public final class CallAggregate implements WindowValue<CallAggregate> {

    private static final int SKETCHES = 5;
    private static final int SLOWEST = 3;

    private enum Count {
        CALLS,
        FAILED,
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        CACHED_INPUT_TOKENS,
        UNMEASURED,
        COST_NANO_USD,
        UNPRICED
    }

    private final long[] counts = new long[Count.values().length];
    private final QuantileSketch[] sketches = new QuantileSketch[SKETCHES];
    private final Map<String, Long> finishReasons = new TreeMap<>();
    private final long[] slowestMicros = new long[SLOWEST];
    private final String[] slowestIds = new String[SLOWEST];

    public CallAggregate() {
        for (int i = 0; i < SKETCHES; i++) {
            sketches[i] = new QuantileSketch();
        }
        for (int i = 0; i < SLOWEST; i++) {
            slowestMicros[i] = SlimCall.UNMEASURED;
            slowestIds[i] = "";
        }
    }

    @Override
    public CallAggregate add(SlimCall call) {
        count(Count.CALLS, 1);
        count(Count.FAILED, call.failed ? 1 : 0);
        count(Count.UNMEASURED, call.inputTokens < 0 || call.outputTokens < 0 ? 1 : 0);
        count(Count.INPUT_TOKENS, Math.max(0, call.inputTokens));
        count(Count.OUTPUT_TOKENS, Math.max(0, call.outputTokens));
        count(Count.CACHED_INPUT_TOKENS, call.cachedInputTokens);
        count(call.costNanoUsd < 0 ? Count.UNPRICED : Count.COST_NANO_USD, call.costNanoUsd < 0 ? 1 : call.costNanoUsd);
        sketch(0, call.latencyMicros);
        sketch(1, call.ttftMicros);
        if (call.latencyMicros >= 0 && call.ttftMicros >= 0 && call.outputTokens > 1) {
            sketch(2, (call.latencyMicros - call.ttftMicros) / (call.outputTokens - 1));
        }
        sketch(3, call.inputTokens);
        sketch(4, call.outputTokens);
        finishReasons.merge(call.finishReason, 1L, Long::sum);
        slow(call.latencyMicros, call.traceId);
        return this;
    }

    private void count(Count what, long value) {
        counts[what.ordinal()] += value;
    }

    private void sketch(int which, long value) {
        if (value >= 0) {
            sketches[which].add(value);
        }
    }

    private void slow(long micros, String traceId) {
        long slower = micros;
        String id = traceId;
        for (int i = 0; i < SLOWEST && slower > slowestMicros[SLOWEST - 1]; i++) {
            if (slower > slowestMicros[i]) {
                long faster = slowestMicros[i];
                String fasterId = slowestIds[i];
                slowestMicros[i] = slower;
                slowestIds[i] = id;
                slower = faster;
                id = fasterId;
            }
        }
    }

    @Override
    public void mergeWith(CallAggregate other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        for (int i = 0; i < SKETCHES; i++) {
            sketches[i].mergeWith(other.sketches[i]);
        }
        other.finishReasons.forEach((reason, count) -> finishReasons.merge(reason, count, Long::sum));
        for (int i = 0; i < SLOWEST; i++) {
            slow(other.slowestMicros[i], other.slowestIds[i]);
        }
    }

    /** What is compared with the exact count. */
    public Sums sums() {
        return new Sums(
                counts[Count.CALLS.ordinal()],
                counts[Count.INPUT_TOKENS.ordinal()],
                counts[Count.OUTPUT_TOKENS.ordinal()]);
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            for (long count : counts) {
                ByteUtils.writeVarlong(count, out);
            }
            for (QuantileSketch sketch : sketches) {
                byte[] one = sketch.toBytes();
                out.writeShort(one.length);
                out.write(one);
            }
            out.writeByte(finishReasons.size());
            for (Map.Entry<String, Long> reason : finishReasons.entrySet()) {
                out.writeUTF(reason.getKey());
                ByteUtils.writeVarlong(reason.getValue(), out);
            }
            for (int i = 0; i < SLOWEST; i++) {
                ByteUtils.writeVarlong(slowestMicros[i], out);
                out.writeUTF(slowestIds[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static CallAggregate fromBytes(byte[] bytes) {
        CallAggregate read = new CallAggregate();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int i = 0; i < read.counts.length; i++) {
                read.counts[i] = ByteUtils.readVarlong(in);
            }
            for (int i = 0; i < SKETCHES; i++) {
                read.sketches[i] = QuantileSketch.fromBytes(in.readNBytes(in.readUnsignedShort()));
            }
            int reasons = in.readUnsignedByte();
            for (int i = 0; i < reasons; i++) {
                read.finishReasons.put(in.readUTF(), ByteUtils.readVarlong(in));
            }
            for (int i = 0; i < SLOWEST; i++) {
                read.slowestMicros[i] = ByteUtils.readVarlong(in);
                read.slowestIds[i] = in.readUTF();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
