package dev.weir.app.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of the page about the API, made from the table of routes. */
public final class ApiPage {

    private static final String CODE = "`%s`";

    private ApiPage() {}

    /** The sections of the page by name. */
    public static Map<String, String> sections() {
        Map<String, String> sections = new TreeMap<>();
        sections.put("api-routes", routes());
        sections.put("api-parameters", parameters());
        sections.put("api-answer", answer());
        return sections;
    }

    private static String routes() {
        StringBuilder table = new StringBuilder("\n| route | answer | rows | order |\n|---|---|---|---|\n");
        for (ApiRoute route : ApiTable.routes()) {
            table.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            route.path(),
                            route.summary(),
                            route.list().isEmpty() ? "" : CODE.formatted(route.list()),
                            route.order()));
        }
        return table.toString();
    }

    private static String parameters() {
        StringBuilder table =
                new StringBuilder("\n| parameter | of | meaning | expected | default |\n|---|---|---|---|---|\n");
        Map<Parameter<?>, List<String>> users = new LinkedHashMap<>();
        for (ApiRoute route : ApiTable.routes()) {
            for (Parameter<?> parameter : route.parameters()) {
                users.computeIfAbsent(parameter, absent -> new java.util.ArrayList<>())
                        .add(route.path().substring(ApiTable.ROOT.length()));
            }
        }
        users.forEach((parameter, of) -> table.append("| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        parameter.name(),
                        of.size() == ApiTable.routes().size()
                                ? "all"
                                : of.stream().map(CODE::formatted).collect(Collectors.joining(", ")),
                        parameter.meaning(),
                        parameter.expected(),
                        parameter.byDefault())));
        return table.toString();
    }

    private static String answer() {
        StringBuilder table = new StringBuilder("\n| property | meaning |\n|---|---|\n");
        Envelope.PARTS.forEach(part -> table.append("| `%s` | %s |\n".formatted(part.name(), part.meaning())));
        return table.toString();
    }
}
