package dev.weir.topology.otlp.dialect;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the host that was called says about where the call was processed: OpenAI's {@code eu.api.openai.com} and Vertex AI's
 * {@code europe-west1-aiplatform.googleapis.com}. Hosts of other providers name regions too, but they bill no extra for them
 * under the same model name.
 */
final class Endpoints {

    private static final Pattern REGIONAL =
            Pattern.compile("([a-z]{2})\\.api\\.openai\\.com|([a-z]+-[a-z]+[0-9]+)-aiplatform\\.googleapis\\.com"
                    + "|aiplatform\\.([a-z]{2})\\.rep\\.googleapis\\.com");

    private Endpoints() {}

    /** The region of a host; {@code null} where it is global or says nothing. */
    static @Nullable String region(@Nullable String host) {
        if (host == null) {
            return null;
        }
        Matcher matcher = REGIONAL.matcher(host.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        String openAi = matcher.group(1);
        String vertex = matcher.group(2);
        return openAi != null ? openAi : vertex != null ? vertex : matcher.group(3);
    }
}
