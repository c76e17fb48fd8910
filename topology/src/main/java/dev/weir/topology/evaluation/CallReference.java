package dev.weir.topology.evaluation;

import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;

/**
 * What a score has to say of its call. Some 80 bytes.
 *
 * @param series text form of the call's series
 * @param eventMicros end of the call, microseconds since the epoch
 */
record CallReference(String series, long eventMicros, String traceId, String spanId) {

    static byte[] of(Ingested.Call call) {
        return new CallReference(
                        call.series().text(),
                        call.eventMicros(),
                        call.event().traceId(),
                        call.event().spanId())
                .toBytes();
    }

    byte[] toBytes() {
        return new WireWriter(96)
                .writeString(series)
                .writeLong(eventMicros)
                .writeId(traceId)
                .writeId(spanId)
                .toBytes();
    }

    static CallReference fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        return new CallReference(in.readString(), in.readLong(), in.readId(), in.readId());
    }
}
