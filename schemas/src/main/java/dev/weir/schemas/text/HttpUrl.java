package dev.weir.schemas.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** URLs with the scheme http or https and a host. */
public final class HttpUrl {

    private HttpUrl() {}

    /** The URL of a text; empty when it is none, has another scheme, or no host. */
    public static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
