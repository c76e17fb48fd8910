package dev.weir.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that stand beside the configuration.
 *
 * @param rules alerting rules; empty: the bundled ones
 * @param prices price book in Weir's own form, asked before the bundled one; empty: none
 * @param litellmPrices LiteLLM's price file as it is published, asked after {@code prices}; empty: none
 */
public record FilesConfig(String rules, String prices, String litellmPrices) {

    public static final FilesConfig DEFAULT = new FilesConfig("", "", "");

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        readable(problems, "rules", rules);
        readable(problems, "prices", prices);
        readable(problems, "litellm_prices", litellmPrices);
        return problems;
    }

    private static void readable(List<String> problems, String key, String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            problems.add(key + " = " + file + ": expected a readable file");
        }
    }
}
