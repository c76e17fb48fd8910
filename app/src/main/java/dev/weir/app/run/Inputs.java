package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.app.config.FilesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the roles read from files: prices and rules, the user's own before the bundled ones.
 *
 * @param rulesText what the rules were read from; empty: the bundled ones
 */
public record Inputs(PriceFiles prices, RuleSet rules, String rulesText) {

    /**
     * Reads the files that the configuration names.
     *
     * @throws InvalidRulesException with every problem of the rules at once
     */
    public static Inputs read(FilesConfig files) throws IOException, InvalidRulesException {
        String text = text(files);
        return new Inputs(PriceFiles.read(files), rules(files, text), text);
    }

    /**
     * The rules alone.
     *
     * @throws InvalidRulesException with every problem at once
     */
    public static RuleSet rules(FilesConfig files) throws IOException, InvalidRulesException {
        return rules(files, text(files));
    }

    private static RuleSet rules(FilesConfig files, String text) throws InvalidRulesException {
        return files.rules().isEmpty() ? RuleFile.defaults() : RuleFile.parse(files.rules(), text);
    }

    private static String text(FilesConfig files) throws IOException {
        return files.rules().isEmpty() ? "" : Files.readString(Path.of(files.rules()));
    }
}
