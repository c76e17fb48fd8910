package dev.weir.benchmarks.rows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.utils.internals.ByteUtils;

/** What the product counts of a spender's window, for the rows that are not the product. Not thread-safe. */
public final class Spend implements WindowValue<Spend> {

    private long calls;
    private long unpricedCalls;
    private long costNanoUsd;
    private long inputTokens;
    private long outputTokens;
    private long mostInputTokens = SlimCall.UNMEASURED;

    @Override
    public Spend add(SlimCall call) {
        calls++;
        unpricedCalls += call.costNanoUsd < 0 ? 1 : 0;
        costNanoUsd += Math.max(0, call.costNanoUsd);
        inputTokens += Math.max(0, call.inputTokens);
        outputTokens += Math.max(0, call.outputTokens);
        mostInputTokens = Math.max(mostInputTokens, call.inputTokens);
        return this;
    }

    @Override
    public void mergeWith(Spend other) {
        calls += other.calls;
        unpricedCalls += other.unpricedCalls;
        costNanoUsd += other.costNanoUsd;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        mostInputTokens = Math.max(mostInputTokens, other.mostInputTokens);
    }

    long calls() {
        return calls;
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            ByteUtils.writeVarlong(calls, out);
            ByteUtils.writeVarlong(unpricedCalls, out);
            ByteUtils.writeVarlong(costNanoUsd, out);
            ByteUtils.writeVarlong(inputTokens, out);
            ByteUtils.writeVarlong(outputTokens, out);
            ByteUtils.writeVarlong(mostInputTokens, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static Spend fromBytes(byte[] bytes) {
        Spend read = new Spend();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            read.calls = ByteUtils.readVarlong(in);
            read.unpricedCalls = ByteUtils.readVarlong(in);
            read.costNanoUsd = ByteUtils.readVarlong(in);
            read.inputTokens = ByteUtils.readVarlong(in);
            read.outputTokens = ByteUtils.readVarlong(in);
            read.mostInputTokens = ByteUtils.readVarlong(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
