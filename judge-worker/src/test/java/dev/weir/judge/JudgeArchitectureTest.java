package dev.weir.judge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.weir.judge", importOptions = DoNotIncludeTests.class)
class JudgeArchitectureTest {

    @ArchTest
    static final ArchRule judgesAndLimits_knowNoKafka = noClasses()
            .that()
            .resideInAnyPackage("dev.weir.judge.judges", "dev.weir.judge.limits")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule judgesLimitsAndQueue_knowNeitherEachOtherNorTheWorker = noClasses()
            .that()
            .resideInAnyPackage("dev.weir.judge.limits", "dev.weir.judge.queue")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weir.judge", "dev.weir.judge.judges");
}
