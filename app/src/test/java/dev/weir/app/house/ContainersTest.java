package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the files of the docker folder say about the product is true. */
class ContainersTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern VARIABLE = Pattern.compile("\\b(WEIR_[A-Z_]+)=([^\\s\\\\]+)");
    private static final Pattern METRIC = Pattern.compile("\\bweir_[a-z_]+");
    private static final Pattern METER = Pattern.compile("\"(weir\\.[a-z_.]+)\"");

    @Test
    void everyService_isConfiguredWithoutAProblem() throws IOException {
        Map<String, String> image = new LinkedHashMap<>();
        VARIABLE.matcher(Repository.text("docker/Dockerfile"))
                .results()
                .forEach(found -> image.put(found.group(1), found.group(2)));
        assertEquals("0.0.0.0", image.get("WEIR_HTTP_HOST"));

        JsonNode compose = YAML.readTree(Repository.text("docker/compose.yml"));
        JsonNode shared = compose.get("x-weir").get("environment");
        int services = 0;
        for (Map.Entry<String, JsonNode> service : compose.get("services").properties()) {
            JsonNode environment = service.getValue().path("environment");
            boolean ours = service.getValue().toString().contains("\"run\"");
            if (ours) {
                Map<String, String> variables = new LinkedHashMap<>(image);
                put(shared, variables);
                put(environment, variables);
                new ConfigLoader<>(WeirConfig.class).load(null, variables, List.of());
                services++;
            }
        }

        assertEquals(3, services);
    }

    private static void put(JsonNode environment, Map<String, String> variables) {
        environment.properties().forEach(entry -> {
            if (entry.getKey().startsWith("WEIR_")) {
                variables.put(entry.getKey(), entry.getValue().asText());
            }
        });
    }

    @Test
    void everyMetricOfTheDashboard_isOneThatIsRegistered() throws IOException {
        Set<String> meters = new HashSet<>();
        for (Path source : Repository.mainSources()) {
            METER.matcher(Repository.text(source))
                    .results()
                    .forEach(found -> meters.add(found.group(1).replace('.', '_')));
        }
        JsonNode dashboard = new ObjectMapper().readTree(Repository.text("docker/grafana/dashboards/weir.json"));
        Set<String> shown = METRIC.matcher(dashboard.get("panels").toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown = new ArrayList<>(shown);
        unknown.removeIf(name -> meters.contains(name.replaceAll("_(total|seconds_sum|seconds_count)$", "")));

        assertTrue(shown.size() > 5, "found only " + shown);
        assertEquals(List.of(), unknown);
    }
}
