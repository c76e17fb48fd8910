package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.app.config.FilesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the roles read from files: prices and rules, the user's own before the bundled ones. */
public record Inputs(PriceFiles prices, RuleSet rules) {

    /**
     * Reads the files that the configuration names.
     *
     * @throws InvalidRulesException with every problem of the rules at once
     */
    public static Inputs read(FilesConfig files) throws IOException, InvalidRulesException {
        return new Inputs(PriceFiles.read(files), rules(files));
    }

    /**
     * The rules alone.
     *
     * @throws InvalidRulesException with every problem at once
     */
    public static RuleSet rules(FilesConfig files) throws IOException, InvalidRulesException {
        return files.rules().isEmpty()
                ? RuleFile.defaults()
                : RuleFile.parse(files.rules(), Files.readString(Path.of(files.rules())));
    }
}
