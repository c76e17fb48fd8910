package dev.weir.app.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The rules that hold in every module, checked once, where all of them are on the class path. */
@AnalyzeClasses(packages = "dev.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String[] GENERATED = {"dev.weir.schemas.avro", "dev.weir.alerting.avro"};

    @ArchTest
    static void everyModule_isSeen(JavaClasses classes) {
        Set<String> roots = classes.stream()
                .map(type -> type.getPackageName().split("\\.", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of("alerting", "app", "judge", "schemas", "topology"), roots);
    }

    @ArchTest
    static final ArchRule SCHEMAS_KNOWS_NO_OTHER_MODULE = knowsOnlyItselfAnd("dev.weir.schemas..");

    @ArchTest
    static final ArchRule TOPOLOGY_KNOWS_ONLY_SCHEMAS = knowsOnlyItselfAnd("dev.weir.topology..", "dev.weir.schemas..");

    @ArchTest
    static final ArchRule JUDGE_WORKER_KNOWS_ONLY_SCHEMAS =
            knowsOnlyItselfAnd("dev.weir.judge..", "dev.weir.schemas..");

    @ArchTest
    static final ArchRule ALERTING_KNOWS_ONLY_SCHEMAS = knowsOnlyItselfAnd("dev.weir.alerting..", "dev.weir.schemas..");

    @ArchTest
    static final ArchRule APP_PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.weir.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_APP_PACKAGE_KNOWS_THE_ENTRY_POINT = noClasses()
            .that()
            .resideInAPackage("dev.weir.app.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.app")
            .because("slices are the packages below dev.weir.app, and do not see a cycle through it");

    @ArchTest
    static final ArchRule NO_VAGUE_CLASS_NAMES = noClasses()
            .should()
            .haveSimpleNameContaining("Util")
            .orShould()
            .haveSimpleNameContaining("Helper")
            .orShould()
            .haveSimpleNameContaining("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule NO_VAGUE_PACKAGES = noClasses()
            .should()
            .resideInAnyPackage(
                    "..utils..",
                    "..util..",
                    "..common..",
                    "..core..",
                    "..impl..",
                    "..helper..",
                    "..helpers..",
                    "..manager..",
                    "..models..",
                    "..processors..",
                    "..serdes..",
                    "..exceptions..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "is Thread.sleep",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep")));

    @ArchTest
    static final ArchRule THREADS_ARE_SUPERVISED = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.weir.schemas.supervision",
                    // one request each, whose failure is its answer
                    "dev.weir.app.http")
            .and()
            // the hook of a process that ends
            .doNotHaveFullyQualifiedName("dev.weir.app.command.StopSignal")
            .and()
            // one task each, whose failure gives the task back
            .doNotHaveFullyQualifiedName("dev.weir.judge.JudgeWorker")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "makes a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "makes a pool of threads", call -> call.getTargetOwner().isEquivalentTo(Executors.class)))
            .because("a thread that ends with an exception is missed by nobody: SupervisedLoop repeats it or says so");

    @ArchTest
    static final ArchRule ONLY_THE_APP_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule ONE_WAY_TO_LOG =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "org.apache.log4j..");

    @ArchTest
    static final ArchRule ONLY_THE_APP_SEES_ENVIRONMENT_AND_EXIT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.app..")
            .and()
            // asks whether Avro's own limits are set, which only Avro can then keep
            .doNotHaveFullyQualifiedName("dev.weir.schemas.view.ViewPlanner")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule TIME_COMES_FROM_CLOCKS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.app.command")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .because("the wall clock enters through punctuators, injected clocks and commands, nowhere else");

    @ArchTest
    static final ArchRule NO_MUTABLE_STATIC_STATE =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule ONLY_THE_APP_SEES_FILES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.app..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File");

    @ArchTest
    static void everyPackage_isNullMarked(JavaClasses classes) {
        List<String> without = classes.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> !List.of(GENERATED).contains(name))
                .filter(name -> !isNullMarked(name))
                .sorted()
                .toList();

        assertEquals(List.of(), without);
    }

    private static ArchRule knowsOnlyItselfAnd(String... known) {
        return noClasses()
                .that()
                .resideInAPackage(known[0])
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.weir..").and(resideOutsideOfPackages(known)));
    }

    private static boolean isNullMarked(String name) {
        try {
            return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
