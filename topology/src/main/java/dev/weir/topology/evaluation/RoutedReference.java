package dev.weir.topology.evaluation;

import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the repartition topics of evaluations: one evaluation; or references of calls, closed by the frontier of the
 * source partition that they came from.
 */
final class RoutedReference {

    private static final int VERSION = 1;
    private static final int CALLS = 0;
    private static final int EVALUATION = 1;
    private static final int ENTRY = 1;
    private static final int END = 0;

    /** A batch that is closed when it has so many bytes; the topic must take it. */
    static final int LARGEST_BATCH = 256 * 1024;

    private RoutedReference() {}

    /** Who receives it, in the order in which it was sent. */
    interface Receiver {

        void call(long key, byte[] reference);

        /** @param newestArrival of the calls that came before, since the last one; {@link Long#MIN_VALUE}: none did */
        void endOfCalls(long newestArrival, Routed.@Nullable Frontier frontier);

        void evaluation(PendingEvaluation asked);
    }

    /** References being written. Not thread-safe. */
    static final class Calls {
        private final WireWriter out = new WireWriter(1_024).writeByte(VERSION).writeByte(CALLS);
        private long newestArrival = Long.MIN_VALUE;

        void add(long key, byte[] reference, long arrivalMillis) {
            out.writeByte(ENTRY).writeSortableLong(key).writeBytes(reference);
            newestArrival = Math.max(newestArrival, arrivalMillis);
        }

        boolean isFull() {
            return out.size() >= LARGEST_BATCH;
        }

        byte[] close(Routed.@Nullable Frontier frontier) {
            out.writeByte(END).writeSortableLong(newestArrival).writeByte(frontier == null ? 0 : 1);
            if (frontier != null) {
                out.writeLong(frontier.sourcePartition())
                        .writeSortableLong(frontier.millis())
                        .writeByte(frontier.ended() ? 1 : 0);
            }
            return out.toBytes();
        }
    }

    static byte[] of(PendingEvaluation asked) {
        return new WireWriter(256)
                .writeByte(VERSION)
                .writeByte(EVALUATION)
                .writeBytes(asked.toBytes())
                .toBytes();
    }

    /** Whether bytes begin like something that was sent; what they go on with is seen when they are read. */
    static boolean isRouted(byte @Nullable [] bytes) {
        return bytes != null
                && bytes.length > 2
                && bytes[0] == VERSION
                && (bytes[1] == CALLS || bytes[1] == EVALUATION);
    }

    /**
     * Reads what was sent.
     *
     * @throws IllegalStateException if the bytes are something else
     */
    static void read(byte[] bytes, Receiver to) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int kind = in.readByte();
        switch (kind) {
            case CALLS -> readCalls(in, to);
            case EVALUATION -> to.evaluation(PendingEvaluation.fromBytes(in.readBytes()));
            default -> throw new IllegalStateException("kind = " + kind + ": expected 0 or 1");
        }
    }

    private static void readCalls(WireReader in, Receiver to) {
        while (in.readByte() == ENTRY) {
            to.call(in.readSortableLong(), in.readBytes());
        }
        long newestArrival = in.readSortableLong();
        to.endOfCalls(
                newestArrival,
                in.readByte() == 1
                        ? new Routed.Frontier(in.readInt(), in.readSortableLong(), in.readByte() == 1)
                        : null);
    }
}
