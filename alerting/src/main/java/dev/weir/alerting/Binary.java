package dev.weir.alerting;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small parts of store values: texts of any length, instants in microseconds, values that may be absent. */
final class Binary {

    private Binary() {}

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("text of " + bytes.length + " bytes: expected " + length);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void texts(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            text(out, entry.getKey());
            text(out, entry.getValue());
        }
    }

    static SortedMap<String, String> texts(DataInputStream in) throws IOException {
        int size = in.readInt();
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String key = text(in);
            texts.put(key, text(in));
        }
        return texts;
    }

    static void instant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    static Instant instant(DataInputStream in) throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }

    static void number(DataOutputStream out, @Nullable Double number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeDouble(number);
        }
    }

    static @Nullable Double number(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readDouble() : null;
    }
}
