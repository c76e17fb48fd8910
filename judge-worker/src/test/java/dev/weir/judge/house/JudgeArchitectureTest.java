package dev.weir.judge.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which parts of the judge worker are plain Java, and where providers' clients may be seen. */
@AnalyzeClasses(packages = "dev.weir.judge", importOptions = ImportOption.DoNotIncludeTests.class)
class JudgeArchitectureTest {

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage("dev.weir.judge.judges", "dev.weir.judge.limits")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule ONLY_JUDGES_KNOW_PROVIDERS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.judge.judges")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.langchain4j..");

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.weir.judge.(*)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_THE_WORKER = noClasses()
            .that()
            .resideInAnyPackage("dev.weir.judge.judges", "dev.weir.judge.limits", "dev.weir.judge.queue")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.judge");
}
