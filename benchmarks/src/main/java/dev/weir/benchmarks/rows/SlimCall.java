package dev.weir.benchmarks.rows;

import dev.weir.schemas.SeriesKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.kafka.common.utils.internals.ByteUtils;

/** The fields of a call that the aggregates need; a decoder fills one again and again. Not thread-safe. */
public final class SlimCall {

    /** Value of a length that was not measured. */
    public static final long UNMEASURED = -1;

    private static final SeriesKey NONE = new SeriesKey("", "", "", "", "", "");

    SeriesKey series = NONE;
    String userId = "";
    String feature = "";
    String traceId = "";
    String finishReason = "";
    long eventMillis;
    long latencyMicros = UNMEASURED;
    long ttftMicros = UNMEASURED;
    long inputTokens = UNMEASURED;
    long outputTokens = UNMEASURED;
    long cachedInputTokens;
    long costNanoUsd = UNMEASURED;
    boolean failed;

    public SeriesKey series() {
        return series;
    }

    /** The same call with its series, after {@link #read}. */
    public SlimCall of(SeriesKey itsSeries) {
        series = itsSeries;
        return this;
    }

    /** Who made the call; empty where nobody is named. */
    public String userId() {
        return userId;
    }

    /** What the call was made for; empty where nothing is named. */
    public String feature() {
        return feature;
    }

    /** End of the call, milliseconds since the epoch. */
    public long eventMillis() {
        return eventMillis;
    }

    /** Writes everything but the series, which is the record's key. */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(userId);
        out.writeUTF(feature);
        out.writeUTF(traceId);
        out.writeUTF(finishReason);
        out.writeLong(eventMillis);
        ByteUtils.writeVarlong(latencyMicros, out);
        ByteUtils.writeVarlong(ttftMicros, out);
        ByteUtils.writeVarlong(inputTokens, out);
        ByteUtils.writeVarlong(outputTokens, out);
        ByteUtils.writeVarlong(cachedInputTokens, out);
        ByteUtils.writeVarlong(costNanoUsd, out);
        out.writeBoolean(failed);
    }

    /** What {@link #write} wrote. */
    public static SlimCall read(DataInput in) throws IOException {
        SlimCall call = new SlimCall();
        call.userId = in.readUTF();
        call.feature = in.readUTF();
        call.traceId = in.readUTF();
        call.finishReason = in.readUTF();
        call.eventMillis = in.readLong();
        call.latencyMicros = readVarlong(in);
        call.ttftMicros = readVarlong(in);
        call.inputTokens = readVarlong(in);
        call.outputTokens = readVarlong(in);
        call.cachedInputTokens = readVarlong(in);
        call.costNanoUsd = readVarlong(in);
        call.failed = in.readBoolean();
        return call;
    }

    /** What {@link ByteUtils#writeVarlong} wrote; Kafka itself reads it from streams only. */
    private static long readVarlong(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (value >>> 1) ^ -(value & 1);
    }
}
