package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names a model may also stand under in a price list: without path, region and vendor prefix, then without revision,
 * {@code -latest} and date, one step at a time, so the least stripped name that the list knows wins.
 */
final class ModelNames {

    private static final Pattern REGION = Pattern.compile("^(us-gov|us|eu|apac|jp|au|ca|sa|uk|global)\\.");
    private static final Pattern VENDOR =
            Pattern.compile("^(anthropic|openai|meta|amazon|mistral|cohere|ai21|deepseek|qwen|google)\\.");
    private static final Pattern REVISION = Pattern.compile("(-v\\d+)?:\\d+$|-v\\d+:\\d+$");
    private static final Pattern DATE =
            Pattern.compile("-(20\\d{2}-\\d{2}-\\d{2}|20\\d{6}|\\d{2}-20\\d{2}|\\d{2}-\\d{2}|\\d{4}|\\d{3})$");

    private ModelNames() {}

    /** Name as it is looked up: lower case, no blanks around. */
    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Stripped forms of a key, the least stripped first, the key itself not among them. */
    static List<String> stripped(String key) {
        List<String> forms = new ArrayList<>();
        String name = key;
        if (name.startsWith("ft:")) {
            int end = name.indexOf(':', 3);
            return end < 0 ? forms : List.of(name.substring(0, end));
        }
        name = add(forms, name, name.replace('@', '-'));
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/')) {
            name = add(forms, name, name.substring(slash + 1));
        }
        name = add(forms, name, without(REGION, name));
        name = add(forms, name, without(VENDOR, name));
        name = add(forms, name, without(REVISION, name));
        name = add(forms, name, name.endsWith("-latest") ? name.substring(0, name.length() - 7) : name);
        add(forms, name, without(DATE, name));
        return forms;
    }

    private static String add(List<String> forms, String before, String after) {
        if (!after.equals(before) && !after.isEmpty()) {
            forms.add(after);
            return after;
        }
        return before;
    }

    private static String without(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.find() ? name.substring(0, matcher.start()) + name.substring(matcher.end()) : name;
    }
}
