package dev.weir.topology.query;

import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** One window as a store holds it, on its way to whoever merges it. */
record StoredWindow(WindowKey key, byte[] state) {

    private static final int VERSION = 1;

    static byte[] toBytes(List<StoredWindow> windows) {
        WireWriter out = new WireWriter().writeByte(VERSION).writeLong(windows.size());
        windows.forEach(window -> out.writeBytes(window.key().toBytes()).writeBytes(window.state()));
        return out.toBytes();
    }

    static List<StoredWindow> fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int count = in.readInt();
        List<StoredWindow> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(new StoredWindow(WindowKey.fromBytes(in.readBytes()), in.readBytes()));
        }
        return windows;
    }
}
