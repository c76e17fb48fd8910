package dev.weir.app.config;

import dev.weir.schemas.Secret;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must not be printed: values typed as secret, and values that by the name of their key are one. */
final class Secrets {

    private static final Pattern TELLING_NAME = Pattern.compile(
            "password|passphrase|secret|token(?!s)|credential|jaas|api.?key|private.?key|keystore.?key|auth");
    private static final Pattern WEBHOOK_PATH = Pattern.compile("(?<=://)[^/,\\s]*@|(?<=[^:/]/)[^,\\s]+");
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@\\s]+(?=@)");

    private Secrets() {}

    /** A value as it may be printed; credentials inside a URL, and the path of a webhook, are hidden too. */
    static String shown(String key, String value) {
        if (!value.isEmpty()
                && TELLING_NAME.matcher(key.toLowerCase(Locale.ROOT)).find()) {
            return Secret.MASK;
        }
        if (key.contains("webhook")) {
            return WEBHOOK_PATH.matcher(value).replaceAll(Matcher.quoteReplacement(Secret.MASK));
        }
        return USER_INFO.matcher(value).replaceAll(Matcher.quoteReplacement(Secret.MASK));
    }
}
