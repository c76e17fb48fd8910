package dev.weir.schemas.registry;

import dev.weir.schemas.Means;
import dev.weir.schemas.Secret;
import dev.weir.schemas.text.HttpUrl;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the schema registry, section {@code registry}. Nothing is checked by the constructor; {@link #problems}
 * says all that is wrong.
 */
public record RegistryConfig(
        @Means("base URLs of one Confluent-compatible schema registry, tried in order; empty: the "
                + "schemas of this build are served on the same paths by `http`")
        List<String> urls,

        @Means("user for HTTP basic authentication") @Nullable
        String basicAuthUser,

        @Means("password of that user") Secret basicAuthPassword,
        @Means("longest wait for a connection to one URL") Duration connectTimeout,
        @Means("longest wait for a whole answer of one URL") Duration requestTimeout,

        @Means("whether a schema that the registry does not know is registered, or only looked up")
        boolean autoRegister,

        @Means("client of the registry: `weir`, or the name of a provider on the class path")
        String provider) {

    /** The embedded registry. */
    public static final RegistryConfig DEFAULT = new RegistryConfig(
            List.of(), null, new Secret(""), Duration.ofSeconds(2), Duration.ofSeconds(5), true, Registries.OWN);

    public RegistryConfig {
        urls = List.copyOf(urls);
    }

    /** The same settings for other URLs. */
    public RegistryConfig withUrls(List<String> others) {
        return new RegistryConfig(
                others, basicAuthUser, basicAuthPassword, connectTimeout, requestTimeout, autoRegister, provider);
    }

    /** Everything that is wrong, as {@code key = value: expected …}; empty when all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            checkUrl("urls[" + i + "]", urls.get(i), problems);
        }
        boolean password = !basicAuthPassword.value().isEmpty();
        if (basicAuthUser == null && password) {
            problems.add("basic_auth_user = absent: expected a user, since basic_auth_password is set");
        }
        if (basicAuthUser != null && (basicAuthUser.isEmpty() || basicAuthUser.indexOf(':') >= 0)) {
            problems.add("basic_auth_user = " + basicAuthUser + ": expected a name without a colon");
        }
        if (basicAuthUser != null && !password) {
            problems.add("basic_auth_password = empty: expected a password, since basic_auth_user is set");
        }
        checkPositive("connect_timeout", connectTimeout, problems);
        checkPositive("request_timeout", requestTimeout, problems);
        List<String> providers = Registries.providers();
        if (!providers.contains(provider)) {
            problems.add("provider = " + provider + ": expected one of " + providers);
        }
        return problems;
    }

    private static void checkPositive(String key, Duration value, List<String> problems) {
        if (value.isZero() || value.isNegative()) {
            problems.add(key + " = " + value + ": expected a duration above 0");
        }
    }

    private static void checkUrl(String key, String url, List<String> problems) {
        Optional<URI> parsed = HttpUrl.parse(url);
        if (parsed.isPresent() && parsed.get().getRawUserInfo() != null) {
            problems.add(key + " = (hidden): expected no user or password in a URL; "
                    + "use basic_auth_user and basic_auth_password");
        } else if (parsed.isEmpty()
                || parsed.get().getRawQuery() != null
                || parsed.get().getRawFragment() != null) {
            String shown = url.indexOf('@') >= 0 ? "(hidden)" : url;
            problems.add(key + " = " + shown + ": expected http://host:port or https://host:port");
        }
    }
}
