package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What crosses a repartition topic: a batch of partial aggregates for the keys of one partition, closed by the frontier
 * of the source partition that they came from, so that a frontier never overtakes a partial that it covers; or one
 * replacement; or what one window should say.
 */
public final class Routed {

    /** Largest batch, bytes; the topic must take it, and a merge handles it at once. */
    static final int LARGEST_BATCH = 256 * 1024;

    private static final int VERSION = 2;
    private static final int BATCH = 0;
    private static final int REPLACEMENT = 1;
    private static final int RESTATEMENT = 2;
    private static final int ENTRY = 1;
    private static final int END = 0;

    private Routed() {}

    /**
     * The arrival frontier of a source partition: every record of it that arrived before has been sent.
     *
     * @param millis milliseconds since the epoch; {@link Long#MIN_VALUE} while nothing is known
     * @param ended true when nothing will follow
     */
    public record Frontier(int sourcePartition, long millis, boolean ended) {}

    /**
     * One partial aggregate that stands for something that may be sent again: the newest of an id replaces the others.
     *
     * @param id what the partial stands for
     * @param eventMillis event time, milliseconds since the epoch; always the same for one id
     * @param aggregate as {@link Mergeable#write} wrote it
     */
    public record Replacement(String id, long eventMillis, byte[] aggregate) {

        /** The bytes that {@link #read} gives back. */
        public byte[] toBytes() {
            return new WireWriter(64 + aggregate.length)
                    .writeByte(VERSION)
                    .writeByte(REPLACEMENT)
                    .writeString(id)
                    .writeLong(eventMillis)
                    .writeBytes(aggregate)
                    .toBytes();
        }
    }

    /**
     * What a closed window should say of the same things.
     *
     * @param key of the window
     * @param tile of the window
     * @param start of the window, milliseconds since the epoch
     * @param spreads whether the windows of the longer tiles, which it is part of, change with it
     * @param aggregate as {@link Mergeable#write} wrote it
     */
    public record Restatement(String key, Tile tile, long start, boolean spreads, byte[] aggregate) {

        /** The bytes that {@link #read} gives back. */
        public byte[] toBytes() {
            return new WireWriter(64 + aggregate.length)
                    .writeByte(VERSION)
                    .writeByte(RESTATEMENT)
                    .writeString(key)
                    .writeByte(tile.ordinal())
                    .writeLong(start)
                    .writeByte(spreads ? 1 : 0)
                    .writeBytes(aggregate)
                    .toBytes();
        }

        private static Restatement from(WireReader in) {
            return new Restatement(
                    in.readString(), Tile.values()[in.readByte()], in.readLong(), in.readByte() == 1, in.readBytes());
        }
    }

    /** Who receives what was routed, in the order in which it was sent. */
    public interface Receiver {

        /** One partial; exactly its bytes have to be read. */
        void partial(String key, long eventMillis, WireReader aggregate);

        void frontier(Frontier frontier);

        /** @param replacement of the record's own key */
        default void replacement(Replacement replacement) {
            throw new IllegalStateException("a replacement came to a merge that keeps no ledger");
        }

        default void restatement(Restatement restatement) {
            throw new IllegalStateException("a restatement came to a merge of windows that are never restated");
        }
    }

    /** A batch being written. */
    static final class Batch {
        private final WireWriter out = new WireWriter(4_096);
        private int entries;

        Batch() {
            out.writeByte(VERSION).writeByte(BATCH);
        }

        void add(String key, long eventMillis, Mergeable<?> aggregate) {
            out.writeByte(ENTRY).writeString(key).writeLong(eventMillis);
            aggregate.write(out);
            entries++;
        }

        boolean isEmpty() {
            return entries == 0;
        }

        boolean isFull() {
            return out.size() >= LARGEST_BATCH;
        }

        byte[] close(@Nullable Frontier frontier) {
            out.writeByte(END).writeByte(frontier == null ? 0 : 1);
            if (frontier != null) {
                out.writeLong(frontier.sourcePartition())
                        .writeLong(frontier.millis())
                        .writeByte(frontier.ended() ? 1 : 0);
            }
            return out.toBytes();
        }
    }

    /**
     * Reads what was sent.
     *
     * @throws IllegalStateException if the bytes are something else
     */
    public static void read(byte[] bytes, Receiver receiver) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int kind = in.readByte();
        switch (kind) {
            case BATCH -> readBatch(in, receiver);
            case REPLACEMENT -> receiver.replacement(new Replacement(in.readString(), in.readLong(), in.readBytes()));
            case RESTATEMENT -> receiver.restatement(Restatement.from(in));
            default -> throw new IllegalStateException("kind = " + kind + ": expected 0 to 2");
        }
    }

    private static void readBatch(WireReader in, Receiver receiver) {
        while (in.readByte() == ENTRY) {
            receiver.partial(in.readString(), in.readLong(), in);
        }
        if (in.readByte() == 1) {
            receiver.frontier(new Frontier(in.readInt(), in.readLong(), in.readByte() == 1));
        }
    }
}
