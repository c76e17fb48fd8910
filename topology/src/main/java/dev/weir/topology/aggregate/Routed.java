package dev.weir.topology.aggregate;

/**
 * What crosses a repartition topic: a partial aggregate on its way to its key, or the frontier of a source partition on
 * its way to every partition.
 */
public sealed interface Routed {

    /**
     * One partial aggregate.
     *
     * @param eventMillis event time, milliseconds since the epoch; decides the windows
     * @param aggregate as {@link Mergeable#write} wrote it
     */
    record Partial(long eventMillis, byte[] aggregate) implements Routed {}

    /**
     * The arrival frontier of a source partition.
     *
     * @param millis milliseconds since the epoch, or {@link Frontiers#ENDED}
     */
    record Frontier(int sourcePartition, long millis) implements Routed {}

    /**
     * One partial aggregate that stands for something that may be sent again: the newest of an id replaces the others.
     *
     * @param id what the partial stands for
     * @param eventMillis as of a partial; always the same for one id
     */
    record Replacement(String id, long eventMillis, byte[] aggregate) implements Routed {}

    int VERSION = 1;

    /** The bytes that {@link #fromBytes} reads back. */
    default byte[] toBytes() {
        WireWriter out = new WireWriter().writeByte(VERSION);
        if (this instanceof Partial partial) {
            out.writeByte(0).writeLong(partial.eventMillis()).writeBytes(partial.aggregate());
        } else if (this instanceof Frontier frontier) {
            out.writeByte(1).writeLong(frontier.sourcePartition()).writeLong(frontier.millis());
        } else if (this instanceof Replacement replacement) {
            out.writeByte(2)
                    .writeString(replacement.id())
                    .writeLong(replacement.eventMillis())
                    .writeBytes(replacement.aggregate());
        }
        return out.toBytes();
    }

    static Routed fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> new Partial(in.readLong(), in.readBytes());
            case 1 -> new Frontier(in.readInt(), in.readLong());
            case 2 -> new Replacement(in.readString(), in.readLong(), in.readBytes());
            default -> throw new IllegalStateException("kind = " + kind + ": expected 0, 1 or 2");
        };
    }

    /** The partial of an aggregate. */
    static <A extends Mergeable<A>> Partial partial(long eventMillis, A aggregate) {
        return new Partial(eventMillis, WireWriter.bytesOf(aggregate));
    }
}
