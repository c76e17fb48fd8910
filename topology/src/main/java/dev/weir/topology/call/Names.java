package dev.weir.topology.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names by their bytes: equal bytes give the same {@code String} as long as it is remembered, for a hash and a comparison
 * and without allocation. About 10 ns.
 *
 * <p>At most {@value #ENTRIES} names of at most {@value #LONGEST} bytes are remembered, 2 MB at worst; a flood of made-up names
 * pushes others out and costs a new {@code String} each, never more memory. Not thread-safe.
 */
final class Names {

    static final int ENTRIES = 4_096;
    static final int LONGEST = 256;

    /** Places that a name can have, next to each other. */
    private static final int WAYS = 4;

    private record Entry(byte[] bytes, String name) {}

    private final @Nullable Entry[] entries = new @Nullable Entry[ENTRIES];

    /** The name of some bytes in UTF-8. */
    String name(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        int first = (int) Fingerprint.XXH64.hash(bytes, offset, length, 0) & (ENTRIES - WAYS);
        for (int i = first; i < first + WAYS; i++) {
            Entry entry = entries[i];
            if (entry == null) {
                break;
            }
            if (Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, offset, offset + length)) {
                return entry.name;
            }
        }
        return remember(first, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Puts a name before the others of its places; the oldest of a full set is forgotten. */
    private String remember(int first, byte[] bytes) {
        String name = new String(bytes, StandardCharsets.UTF_8);
        System.arraycopy(entries, first, entries, first + 1, WAYS - 1);
        entries[first] = new Entry(bytes, name);
        return name;
    }
}
