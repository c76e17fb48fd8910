package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.schemas.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a registry of several URLs: begins with the URL that answered last, goes on to the next where one is
 * out of reach, slow, overloaded (429) or broken (5xx), and gives up when all are. One question takes at most the request
 * timeout a URL, the body included.
 */
final class RegistryHttp {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 16 << 20;
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private final BoundedHttp http;
    private final List<String> urls;
    private final Duration requestTimeout;
    private final @Nullable String authorization;
    private volatile int first;

    RegistryHttp(RegistryConfig config) {
        http = new BoundedHttp(config.connectTimeout(), config.requestTimeout());
        urls = config.urls().stream().map(url -> url.replaceAll("/+$", "")).toList();
        requestTimeout = config.requestTimeout();
        authorization = authorization(config);
    }

    Reply get(String path) {
        return ask(path, null);
    }

    Reply post(String path, String body) {
        return ask(path, body);
    }

    /**
     * Body of a reply that has to be good.
     *
     * @throws RegistryUnavailableException if its status is not 200 or its body no JSON
     */
    JsonNode expectOk(Reply reply, String about) {
        if (reply.status() == 401 || reply.status() == 403) {
            throw new RegistryUnavailableException(reply.about(about)
                    + (authorization == null
                            ? ": it wants a user; set registry.basic_auth_user and registry.basic_auth_password"
                            : ": it refuses registry.basic_auth_user with registry.basic_auth_password"));
        }
        if (reply.status() != 200) {
            throw new RegistryUnavailableException(
                    reply.about(about) + ": expected 200; is registry.urls the base URL of a schema registry?");
        }
        if (reply.body().isMissingNode()) {
            throw new RegistryUnavailableException(
                    reply.about(about) + ": expected JSON; is registry.urls the base URL of a schema registry?");
        }
        return reply.body();
    }

    private Reply ask(String path, @Nullable String body) {
        List<String> failures = new ArrayList<>();
        Throwable last = null;
        int start = first;
        for (int i = 0; i < urls.size(); i++) {
            int index = (start + i) % urls.size();
            String url = urls.get(index);
            try {
                HttpResponse<byte[]> response =
                        http.exchange(request(url + path, body), BoundedHttp.atMost(MOST_BYTES));
                Reply reply = new Reply(url, response.statusCode(), parsed(response.body()));
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    first = index;
                    return reply;
                }
                failures.add(reply.about("it"));
            } catch (IOException e) {
                last = e;
                boolean late = e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
                failures.add(
                        late
                                ? url + " gave no whole answer within " + requestTimeout
                                : url + " is out of reach (" + e.getClass().getSimpleName() + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("interrupted while asking " + url + path, e);
            }
        }
        String message = "schema registry cannot be asked for " + path + ": " + String.join("; ", failures);
        throw last == null
                ? new RegistryUnavailableException(message)
                : new RegistryUnavailableException(message, last);
    }

    private HttpRequest request(String uri, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).header("Accept", MEDIA_TYPE);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
        }
        return request.build();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance(); // expectOk says that it is no JSON, errorCode that it has none
        }
    }

    private static @Nullable String authorization(RegistryConfig config) {
        if (config.basicAuthUser() == null) {
            return null;
        }
        String credentials =
                config.basicAuthUser() + ":" + config.basicAuthPassword().value();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answer of a registry.
     *
     * @param url base URL that answered; has no credentials in it
     * @param body missing where it is no JSON
     */
    record Reply(String url, int status, JsonNode body) {

        /** Confluent's error code; 0 where there is none. */
        int errorCode() {
            return body.path("error_code").asInt(0);
        }

        /** What happened, in words: what was asked, who answered, status, error code and message. */
        String about(String subject) {
            String said = body.path("message").asText("");
            return subject + ": " + url + " answered " + status
                    + (errorCode() == 0 ? "" : ", error_code " + errorCode())
                    + (said.isEmpty() ? "" : " (" + said.substring(0, Math.min(said.length(), 500)) + ")");
        }
    }
}
