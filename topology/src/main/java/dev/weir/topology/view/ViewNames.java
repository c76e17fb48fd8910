package dev.weir.topology.view;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Views as the configuration spells them: names of dimensions, joined by {@code '+'} or a comma, for example {@code
 * provider+model}. The plus sign stands where a list is one text, as in an environment variable.
 */
public final class ViewNames {

    private ViewNames() {}

    /** The spelling with plus signs. */
    public static String canonical(String name) {
        return name.strip().replaceAll("\\s*[,+]\\s*", "+");
    }

    /** Every problem of a list as {@code key = value: expected …}. */
    public static List<String> problems(String key, List<String> names) {
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            try {
                if (parse(name).isSeries()) {
                    problems.add(
                            key + " = " + name + ": expected fewer than all dimensions; the series, which has all of"
                                    + " them, is always counted");
                }
            } catch (IllegalArgumentException e) {
                problems.add(key + " = " + name + ": expected names of dimensions joined by '+', each once, of "
                        + Dimension.wireNames());
            }
        }
        return problems;
    }

    /**
     * The views of names.
     *
     * @throws IllegalArgumentException if one has {@link #problems}
     */
    public static Views views(List<String> names) {
        return Views.of(names.stream().map(ViewNames::parse).toList());
    }

    private static View parse(String name) {
        return View.ofNames(List.of(canonical(name).split("\\+", -1)));
    }
}
