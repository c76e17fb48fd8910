package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.app.config.FilesConfig;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the roles read from files: prices and rules, the user's own before the bundled ones. */
public record Inputs(PriceBook prices, RuleSet rules) {

    /**
     * Reads the files that the configuration names.
     *
     * @throws InvalidRulesException with every problem of the rules at once
     */
    public static Inputs read(FilesConfig files) throws IOException, InvalidRulesException {
        return new Inputs(prices(files), rules(files));
    }

    private static RuleSet rules(FilesConfig files) throws IOException, InvalidRulesException {
        return files.rules().isEmpty()
                ? RuleFile.defaults()
                : RuleFile.parse(files.rules(), Files.readString(Path.of(files.rules())));
    }

    private static PriceBook prices(FilesConfig files) throws IOException {
        PriceBook book = PriceBooks.bundled();
        if (!files.litellmPrices().isEmpty()) {
            try (InputStream in = Files.newInputStream(Path.of(files.litellmPrices()))) {
                book = PriceBooks.fromLiteLlm(in, files.litellmPrices()).book().orElse(book);
            }
        }
        if (!files.prices().isEmpty()) {
            try (Reader in = Files.newBufferedReader(Path.of(files.prices()))) {
                book = PriceBooks.fromYaml(in, files.prices()).orElse(book);
            }
        }
        return book;
    }
}
