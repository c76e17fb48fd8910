package dev.weir.app.embedded;

import java.io.IOException;
import java.util.List;

/** Ports for servers that tests start. */
public final class FreePorts {

    private FreePorts() {}

    public static int one() throws IOException {
        return some(1).get(0);
    }

    /** Different ones, of which no connection made meanwhile takes any. */
    public static List<Integer> some(int count) throws IOException {
        try (Ports ports = Ports.choose(0, count)) {
            return ports.numbers();
        }
    }
}
