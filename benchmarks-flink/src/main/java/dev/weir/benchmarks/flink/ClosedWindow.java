package dev.weir.benchmarks.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What the job writes of a window: one record, when it closes. */
record ClosedWindow(String series, long startMillis, byte[] aggregate) {

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(aggregate.length + 64);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(series);
        out.writeLong(startMillis);
        out.write(aggregate);
        return bytes.toByteArray();
    }

    static ClosedWindow fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new ClosedWindow(in.readUTF(), in.readLong(), in.readAllBytes());
    }
}
