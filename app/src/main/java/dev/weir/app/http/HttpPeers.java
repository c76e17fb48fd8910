package dev.weir.app.http;

import dev.weir.schemas.http.BoundedHttp;
import dev.weir.topology.query.Peers;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Other instances over HTTP. */
public final class HttpPeers implements Peers {

    /** Where an instance answers its peers, and nobody else needs to ask. */
    public static final String ROOT = "/internal/v1/";

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofMillis(2_500);

    private final BoundedHttp http = new BoundedHttp(CONNECT_TIMEOUT, TIMEOUT);

    @Override
    public CompletableFuture<byte[]> ask(HostInfo host, String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI uri = URI.create("http://" + host.host() + ":" + host.port() + ROOT + path + "?" + query);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) -> body(host, response, failure));
    }

    private static byte[] body(HostInfo host, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (response == null) {
            throw failure == null
                    ? new PeerUnreachableException(host + " did not answer")
                    : new PeerUnreachableException(host + " did not answer", failure);
        }
        if (response.statusCode() != 200) {
            throw new PeerUnreachableException(host + " answered " + response.statusCode() + ": expected 200");
        }
        return response.body();
    }
}
