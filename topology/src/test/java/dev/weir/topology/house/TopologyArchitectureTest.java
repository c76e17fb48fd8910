package dev.weir.topology.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Which parts of the topology are plain Java, and which way knowledge flows between them. */
@AnalyzeClasses(packages = "dev.weir.topology", importOptions = ImportOption.DoNotIncludeTests.class)
class TopologyArchitectureTest {

    /** The Kafka-aware steps, in packages whose other classes are kernels. */
    private static final Set<String> STEPS = Set.of(
            "dev.weir.topology.aggregate.KeyPartitioner",
            "dev.weir.topology.aggregate.Ledger",
            "dev.weir.topology.aggregate.MergeWindows",
            "dev.weir.topology.aggregate.WindowMerge",
            "dev.weir.topology.aggregate.WindowStores",
            "dev.weir.topology.commit.CommitCycle",
            "dev.weir.topology.commit.CommitHook",
            "dev.weir.topology.commit.Counters",
            "dev.weir.topology.commit.DamagedStores",
            "dev.weir.topology.commit.StepStores",
            "dev.weir.topology.evaluation.JoinEvaluations",
            "dev.weir.topology.evaluation.JoinStore",
            "dev.weir.topology.evaluation.RouteEvaluations",
            "dev.weir.topology.ingest.FoldCalls",
            "dev.weir.topology.ingest.ProgressTrackingClients",
            "dev.weir.topology.ingest.RememberedCalls",
            "dev.weir.topology.ingest.SourceFrontiers",
            "dev.weir.topology.ingest.SourceProgress",
            "dev.weir.topology.judging.SampleCalls",
            "dev.weir.topology.quality.WeighScores",
            "dev.weir.topology.record.DeadLetter",
            "dev.weir.topology.sampling.SamplingStep");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.weir.topology.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_KAFKA = noClasses()
            .that(resideInAPackage("dev.weir.topology..")
                    .and(not(resideInAnyPackage("dev.weir.topology", "dev.weir.topology.query")))
                    .and(not(aStep())))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka..").or(aStep()))
            .because("a kernel is driven by tests and benchmarks without Kafka");

    @ArchTest
    static final ArchRule EVERY_STEP_KNOWS_KAFKA = classes()
            .that(aStep())
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..")
            .because("a class that no longer does is a kernel and leaves the list");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_CALLS = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.aggregate")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.weir.topology..", "dev.weir.schemas.avro")
                    .and(not(resideInAnyPackage(
                            "dev.weir.topology.aggregate", "dev.weir.topology.commit", "dev.weir.topology.wire"))));

    @ArchTest
    static final ArchRule MEASURING_KNOWS_NO_QUERIES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.topology.query")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.topology.query");

    @ArchTest
    static final ArchRule ENRICHING_KNOWS_ONLY_THE_CALL_AND_PRICES = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.enrich")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.weir.topology..")
                    .and(not(resideInAnyPackage(
                            "dev.weir.topology.enrich", "dev.weir.topology.price", "dev.weir.topology.call"))));

    @ArchTest
    static final ArchRule PRICES_KNOW_ONLY_THE_CALL = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.price")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.weir.topology..")
                    .and(not(resideInAnyPackage("dev.weir.topology.price", "dev.weir.topology.call"))));

    @ArchTest
    static final ArchRule A_CALL_KNOWS_NO_ONE_WHO_READS_IT = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.call")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.weir.topology..").and(not(resideInAnyPackage("dev.weir.topology.call"))));

    @ArchTest
    static final ArchRule MAPPING_KNOWS_ONLY_THE_CONTRACT = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.otlp..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.weir.topology..").and(not(resideInAnyPackage("dev.weir.topology.otlp.."))))
            .because("the front door and commands map spans without a topology");

    @ArchTest
    static final ArchRule DIALECTS_KNOW_ONLY_SPANS = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.otlp.dialect")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.topology.otlp");

    @ArchTest
    static final ArchRule SPANS_KNOW_NO_DIALECT = noClasses()
            .that()
            .resideInAPackage("dev.weir.topology.otlp.span")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weir.topology.otlp", "dev.weir.topology.otlp.dialect", "dev.weir.schemas..");

    private static DescribedPredicate<JavaClass> aStep() {
        return DescribedPredicate.describe("a step", type -> STEPS.contains(outermost(type)));
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
