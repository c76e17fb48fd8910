package dev.weir.alerting.rules;

import dev.weir.schemas.text.Durations;
import dev.weir.schemas.text.NearestWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a rules file: reads its values and writes down whatever is wrong with them, with line and path. */
final class Section {

    private final String file;
    private final String path;
    private final List<String> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final int line;

    Section(String file, String path, Node node, List<String> problems) {
        this.file = file;
        this.path = path;
        this.problems = problems;
        this.line = line(node);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (values.put(key, tuple.getValueNode()) != null) {
                    problem(key, tuple.getKeyNode(), "given twice: expected once");
                }
            }
        } else {
            problems.add(file + ":" + line + " " + (path.isEmpty() ? "file" : path) + ": expected keys and values");
        }
    }

    /** Complains of keys that are not known, naming the nearest one that is. */
    void allow(List<String> known) {
        values.forEach((key, node) -> {
            if (!known.contains(key)) {
                problem(key, node, "unknown key, did you mean " + NearestWord.of(key, known) + "?");
            }
        });
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    @Nullable
    String text(String key) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        problem(key, node, "expected a text");
        return null;
    }

    String required(String key) {
        if (!has(key)) {
            problems.add(file + ":" + line + " " + at(key) + ": missing: expected a text");
            return "";
        }
        String text = text(key);
        return text == null ? "" : text;
    }

    /** One of some words, or the fallback. */
    String word(String key, List<String> words, String fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        if (!words.contains(text)) {
            problem(
                    key,
                    "expected " + String.join(", ", words) + "; did you mean " + NearestWord.of(text, words) + "?");
            return fallback;
        }
        return text;
    }

    double number(String key, double fallback, String expected, DoublePredicate valid) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number) && valid.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the problem below, which says the same with line and path.
        }
        problem(key, "expected " + expected);
        return fallback;
    }

    /** A list of one or more texts; those that are none are left out, with a problem. */
    List<String> words(String key) {
        List<String> words = new ArrayList<>();
        Node node = values.get(key);
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problem(key, "expected a list of one or more texts");
            return words;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                words.add(scalar.getValue());
            } else {
                problem(key, item, "expected a text");
            }
        }
        return words;
    }

    /** A list of numbers; those that are none are left out, with a problem. */
    List<Double> numbers(String key, String expected, DoublePredicate valid) {
        List<Double> numbers = new ArrayList<>();
        Node node = values.get(key);
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
        for (Node item : items) {
            try {
                double number = item instanceof ScalarNode scalar ? Double.parseDouble(scalar.getValue()) : Double.NaN;
                if (Double.isFinite(number) && valid.test(number)) {
                    numbers.add(number);
                    continue;
                }
            } catch (NumberFormatException e) {
                // Falls through to the problem below, which says the same with line and path.
            }
            problem(key, item, "expected " + expected);
        }
        return numbers;
    }

    int whole(String key, int fallback, int least, int most) {
        return (int) number(
                key,
                fallback,
                "a whole number from " + least + " to " + most,
                number -> number == Math.rint(number) && number >= least && number <= most);
    }

    Duration duration(String key, Duration fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        Optional<Duration> duration = Durations.parse(text).filter(given -> !given.isNegative());
        if (duration.isEmpty()) {
            problem(key, "expected a duration such as 90s, 3m or 1h30m");
        }
        return duration.orElse(fallback);
    }

    SortedMap<String, String> texts(String key) {
        SortedMap<String, String> texts = new TreeMap<>();
        Node node = values.get(key);
        if (node != null) {
            Section section = new Section(file, at(key), node, problems);
            section.values.forEach((name, value) -> {
                if (value instanceof ScalarNode scalar) {
                    texts.put(name, scalar.getValue());
                } else {
                    section.problem(name, value, "expected a text");
                }
            });
        }
        return texts;
    }

    List<Section> list(String key) {
        Node node = values.get(key);
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(file + ":" + (node == null ? line : line(node)) + " " + at(key) + ": expected a list");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            sections.add(new Section(
                    file, at(key) + "[" + i + "]", sequence.getValue().get(i), problems));
        }
        return sections;
    }

    void problem(String key, String what) {
        Node node = values.get(key);
        if (node == null) {
            problems.add(file + ":" + line + " " + at(key) + ": " + what);
        } else {
            problem(key, node, what);
        }
    }

    private void problem(String key, Node node, String what) {
        String value = node instanceof ScalarNode scalar ? " = " + scalar.getValue() : "";
        problems.add(file + ":" + line(node) + " " + at(key) + value + ": " + what);
    }

    /** The mapping as canonical text, for the rule's version. */
    String canonical() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((key, node) ->
                        text.append(key).append('=').append(canonical(node)).append('\n'));
        return text.toString();
    }

    private static String canonical(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(Section::canonical).toList().toString();
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(tuple -> sorted.put(canonical(tuple.getKeyNode()), canonical(tuple.getValueNode())));
        }
        return sorted.toString();
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
