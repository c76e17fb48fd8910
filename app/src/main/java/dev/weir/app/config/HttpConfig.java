package dev.weir.app.config;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;

/**
 * The HTTP server of every role.
 */
public record HttpConfig(
        @Means("interface to listen on") String host,
        @Means("port to listen on; 0: any free one") int port,

        @Means("`host:port` under which other instances reach this one; empty: host and port")
        String advertised,

        @Means("origins whose pages may read `/api` in a browser, for example "
                + "`https://dash.example.com`; empty: none")
        List<String> corsOrigins,

        HttpLimits limits) {

    private static final String ORIGIN = "https?://[A-Za-z0-9.-]+(:\\d{1,5})?";

    public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 7070, "", List.of(), HttpLimits.DEFAULT);

    public HttpConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /** The same with another port. */
    public HttpConfig withPort(int other) {
        return new HttpConfig(host, other, advertised, corsOrigins, limits);
    }

    /** The same with other limits. */
    public HttpConfig withLimits(HttpLimits other) {
        return new HttpConfig(host, port, advertised, corsOrigins, other);
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
        limits.problems().forEach(problem -> problems.add("limits." + problem));
        return problems;
    }
}
