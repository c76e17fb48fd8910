package dev.weir.alerting;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.DetectorBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one series has been read in one tile, and what its detectors know.
 *
 * @param newest start of the newest window read
 * @param revision its newest revision
 * @param memories by rule name
 */
record SeriesHistory(Instant newest, int revision, Map<String, Memory> memories) {

    private static final int FORMAT = 1;

    /** A detector and the version of the rule it works for; another version starts anew. */
    record Memory(String ruleVersion, Detector detector) {}

    @Nullable
    Detector detector(String rule, String version) {
        Memory memory = memories.get(rule);
        return memory != null && memory.ruleVersion().equals(version) ? memory.detector() : null;
    }

    byte[] toBytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORMAT);
            Binary.instant(out, newest);
            out.writeInt(revision);
            out.writeInt(memories.size());
            for (Map.Entry<String, Memory> entry : memories.entrySet()) {
                Binary.text(out, entry.getKey());
                Binary.text(out, entry.getValue().ruleVersion());
                DetectorBytes.write(entry.getValue().detector(), out);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * The history that {@link #toBytes} wrote.
     *
     * @throws IllegalStateException if the bytes are none
     */
    static SeriesHistory fromBytes(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("format of series history = " + format + ": expected " + FORMAT);
            }
            Instant newest = Binary.instant(in);
            int revision = in.readInt();
            int size = in.readInt();
            SortedMap<String, Memory> memories = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                String rule = Binary.text(in);
                String version = Binary.text(in);
                memories.put(rule, new Memory(version, DetectorBytes.read(in)));
            }
            return new SeriesHistory(newest, revision, memories);
        } catch (IOException e) {
            throw new IllegalStateException("series history of " + bytes.length + " bytes cannot be read", e);
        }
    }
}
