package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.AlertingConfig;
import dev.weir.alerting.AlertingMetrics;
import dev.weir.alerting.AlertingTopology;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.app.api.ApiPage;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.ConfigTable;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.StreamsSettings;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.price.PriceBooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.junit.jupiter.api.Test;

/** The README and the table of configuration say what the code says. */
class ReadmeTest {

    /** Operators that only sort what a step forwards, or bring two streams together; the picture shows their arrows. */
    private static final Set<String> PLUMBING = Set.of(
            "signals",
            "refused-calls",
            "refused-scores",
            "sampled-and-scored",
            "counted-and-restated-series",
            "counted-and-restated-spend",
            "evaluations-without-span",
            "responses-and-evaluations",
            "scores-by-span",
            "scores-by-response",
            "weighed-scores",
            "select-undecodable",
            "restore-bytes",
            "encode-alerts",
            "drop-lapsed",
            "encode-history");

    private static final String API = "docs/api.md";
    private static final String CONFIGURATION = "docs/configuration.md";
    private static final Pattern STEP = Pattern.compile("\\b[a-z]+(?:-[a-z]+)+\\b");
    private static final Pattern TOPIC = Pattern.compile("\\bweir\\.[a-z]+(?:-[a-z]+)*\\b");
    private static final Pattern CONFIG_ROW = Pattern.compile("(?m)^(\\| `[a-z_.]+` \\| [^|]*\\|)");

    @Test
    void picture_hasExactlyTheOperatorsOfTheTopology() {
        String picture = TOPIC.matcher(section("picture")).replaceAll("");

        assertEquals(operators(), matches(STEP, picture));
    }

    @Test
    void pictureAndTable_nameOnlyTopicsThatExist() {
        Set<String> topics = Topics.all().stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));

        for (String section : List.of("picture", "steps")) {
            Set<String> unknown = matches(TOPIC, section(section));
            unknown.removeAll(topics);
            assertEquals(Set.of(), unknown, section);
        }
    }

    @Test
    void tableOfSteps_namesEveryOperator() {
        String table = section("steps");

        for (String operator : operators()) {
            assertTrue(table.contains("`" + operator + "`"), operator + " is not in the table of steps");
        }
    }

    @Test
    void tableOfSteps_namesClassesThatExist() {
        Set<String> classes = Repository.mainSources().stream()
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        Set<String> named = matches(Pattern.compile("`([A-Z][A-Za-z]+)`"), section("steps"));
        named.removeAll(classes);

        assertEquals(Set.of(), named);
    }

    /** Meanings are prose and may lag; with {@code -Dweir.golden.write=true} the whole table is written anew. */
    @Test
    void tableOfConfiguration_hasEveryKeyWithItsDefault() {
        String actual = ConfigTable.markdown(
                new ConfigLoader<>(WeirConfig.class).defaults().rows());
        if (Boolean.getBoolean("weir.golden.write")) {
            Repository.replaceSection(CONFIGURATION, "config", "\n" + actual);
        }

        assertEquals(matches(CONFIG_ROW, actual), matches(CONFIG_ROW, Repository.section(CONFIGURATION, "config")));
    }

    /** With {@code -Dweir.golden.write=true} the tables are written anew. */
    @Test
    void tablesOfTheApi_areThoseOfItsRoutes() {
        ApiPage.sections().forEach((name, table) -> {
            if (Boolean.getBoolean("weir.golden.write")) {
                Repository.replaceSection(API, name, table);
            }
            assertEquals(table, Repository.section(API, name), name);
        });
    }

    @Test
    void testCommand_isTheOneThatIsRun() {
        String command = "mvn -B -ntp verify";

        assertTrue(Repository.text("README.md").contains("\n" + command + "\n"));
        assertTrue(Repository.text(".ci/run").contains(" " + command + "\n"));
    }

    private static String section(String name) {
        return Repository.section("README.md", name);
    }

    private static Set<String> operators() {
        Properties settings =
                new StreamsSettings("weir", "nowhere:1", Path.of("unused"), "", 1, 0, Map.of()).toProperties();
        return Stream.of(measuring(settings), alerting(settings))
                .flatMap(topology -> topology.subtopologies().stream())
                .flatMap(part -> part.nodes().stream())
                .filter(Processor.class::isInstance)
                .map(TopologyDescription.Node::name)
                .filter(name -> !name.endsWith("-repartition-filter") && !PLUMBING.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TopologyDescription measuring(Properties settings) {
        return new MonitoringTopology(
                        MonitoringConfig.DEFAULT.withSources(SourcesConfig.DEFAULT.withLogs("otlp_logs")),
                        new AvroCodec(new EmbeddedRegistry()),
                        PriceBooks.bundled(),
                        RuleDemands.NONE,
                        SourceProgress.NEVER,
                        1)
                .build(settings)
                .describe();
    }

    private static TopologyDescription alerting(Properties settings) {
        return AlertingTopology.build(
                        AlertingConfig.DEFAULT,
                        RuleFile.defaults(),
                        new AvroCodec(new EmbeddedRegistry()),
                        new AlertingMetrics(new SimpleMeterRegistry()),
                        AlertingTopology.Clock.LIVE,
                        new StreamsConfig(settings))
                .describe();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(found.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
