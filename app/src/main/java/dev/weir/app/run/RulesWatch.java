package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The rules file looked at from time to time. The rules of the start stay in effect, because thresholds, budgets and views
 * of rules are part of the running topology. What the next start would make of a file that has changed is said in health.
 */
final class RulesWatch {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final Path file;
    private final String inEffect;
    private volatile String change = "";

    /** @param inEffect the file's content at the start */
    RulesWatch(Path file, String inEffect) {
        this.file = file;
        this.inEffect = inEffect;
    }

    SupervisedLoop loop() {
        return SupervisedLoop.every(LOOK_EVERY, "rules-watch", this::look, this::change);
    }

    /** How the file differs from the rules in effect; empty: not at all. */
    String change() {
        return change;
    }

    /** Looks once. */
    void look() {
        change = seen();
    }

    private String seen() {
        try {
            String text = Files.readString(file);
            if (text.equals(inEffect)) {
                return "";
            }
            RuleFile.parse(file.toString(), text);
            return file + " has changed: the rules of the start stay until a restart";
        } catch (InvalidRulesException e) {
            return file + " would be refused at the next start, the rules of this start stay: "
                    + String.join("; ", e.problems());
        } catch (IOException e) {
            return file + " cannot be read, the rules of the start stay: "
                    + e.getClass().getSimpleName();
        }
    }
}
