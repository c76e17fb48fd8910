package dev.weir.alerting.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Rules as YAML: {@code groups}, each with a {@code name} and {@code rules}. Reads no files itself. */
public final class RuleFile {

    private static final String DEFAULTS = "/dev/weir/alerting/default-rules.yaml";

    private RuleFile() {}

    /** The rules that hold when nobody wrote any. */
    public static RuleSet defaults() {
        try (InputStream in = RuleFile.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("resource " + DEFAULTS + " is missing");
            }
            return parse("default-rules.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | InvalidRulesException e) {
            throw new IllegalStateException("the default rules cannot be read", e);
        }
    }

    /**
     * The rules of a text.
     *
     * @param file name for messages
     * @throws InvalidRulesException with every problem of the text; of text that is not YAML, the first
     */
    public static RuleSet parse(String file, String text) throws InvalidRulesException {
        List<String> problems = new ArrayList<>();
        List<AlertRule> rules = read(file, text, problems);
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        return new RuleSet(rules);
    }

    private static List<AlertRule> read(String file, String text, List<String> problems) {
        List<AlertRule> rules = new ArrayList<>();
        Node root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(file + ":" + line + ": not YAML: " + e.getProblem());
            return rules;
        } catch (YAMLException e) {
            problems.add(file + ": not YAML: " + e.getMessage());
            return rules;
        }
        if (root == null) {
            problems.add(file + ": empty: expected groups");
            return rules;
        }
        Section top = new Section(file, "", root, problems);
        top.allow(List.of("groups"));
        Set<String> names = new HashSet<>();
        for (Section group : top.list("groups")) {
            group.allow(List.of("name", "rules"));
            String groupName = group.required("name");
            for (Section rule : group.list("rules")) {
                List<AlertRule> read = new RuleReader(rule, groupName).read();
                String name = read.get(0).name();
                if (!name.isEmpty() && !names.add(name)) {
                    rule.problem("alert", "a second rule of that name: expected names that differ");
                }
                rules.addAll(read);
            }
        }
        return rules;
    }
}
