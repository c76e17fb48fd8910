package dev.weir.app.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The HTTP server of every role.
 *
 * @param host interface to listen on
 * @param port 0: any free one
 * @param advertised {@code host:port} under which other instances reach this one; empty: host and port
 * @param corsOrigins origins whose pages may read the API in a browser; empty: none
 */
public record HttpConfig(String host, int port, String advertised, List<String> corsOrigins) {

    private static final String ORIGIN = "https?://[A-Za-z0-9.-]+(:\\d{1,5})?";

    public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 7070, "", List.of());

    public HttpConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /** The same with another port. */
    public HttpConfig withPort(int other) {
        return new HttpConfig(host, other, advertised, corsOrigins);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (host.isBlank()) {
            problems.add("host = " + host + ": expected an address to listen on, such as 127.0.0.1 or 0.0.0.0");
        }
        if (port < 0 || port > 65_535) {
            problems.add("port = " + port + ": expected 0 (any free port) to 65535");
        }
        if (!advertised.isEmpty() && !advertised.matches("\\S+:\\d{1,5}")) {
            problems.add("advertised = " + advertised + ": expected host:port");
        }
        corsOrigins.stream().filter(origin -> !origin.matches(ORIGIN)).forEach(origin -> {
            problems.add("cors_origins = " + origin + ": expected scheme://host or scheme://host:port, without a path");
        });
        return problems;
    }
}
