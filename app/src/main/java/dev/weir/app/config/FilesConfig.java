package dev.weir.app.config;

import dev.weir.schemas.Means;
import dev.weir.schemas.text.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that stand beside the configuration.
 */
public record FilesConfig(
        @Means("alerting rules; empty: the bundled ones") String rules,

        @Means("price book in Weir's own form, asked before all others; empty: none")
        String prices,

        @Means("data of genai-prices as it is published, JSON or gzip; asked next; empty: none")
        String genaiPrices,

        @Means("LiteLLM's price file as it is published, JSON or gzip; asked next; empty: none")
        String litellmPrices,

        @Means("how often the price files are checked for changes, and read again; 0: never")
        Duration pricesReload) {

    public static final FilesConfig DEFAULT = new FilesConfig("", "", "", "", Duration.ofSeconds(30));

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The same files with other rules. */
    public FilesConfig withRules(String other) {
        return new FilesConfig(other, prices, genaiPrices, litellmPrices, pricesReload);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        readable(problems, "rules", rules);
        readable(problems, "prices", prices);
        readable(problems, "genai_prices", genaiPrices);
        readable(problems, "litellm_prices", litellmPrices);
        boolean bounded = pricesReload.compareTo(SHORTEST) >= 0 && pricesReload.compareTo(LONGEST) <= 0;
        if (!pricesReload.isZero() && !bounded) {
            problems.add("prices_reload = " + Durations.format(pricesReload) + ": expected 1s to 1h, or 0 for never");
        }
        return problems;
    }

    private static void readable(List<String> problems, String key, String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            problems.add(key + " = " + file + ": expected a readable file");
        }
    }
}
