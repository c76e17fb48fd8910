package dev.weir.alerting.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which parts of alerting are plain Java, and which way knowledge flows between them. */
@AnalyzeClasses(packages = "dev.weir.alerting", importOptions = ImportOption.DoNotIncludeTests.class)
class AlertingArchitectureTest {

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.weir.alerting.rules",
                    "dev.weir.alerting.detect",
                    "dev.weir.alerting.window",
                    "dev.weir.alerting.lifecycle")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule DETECTORS_KNOW_NOTHING_ELSE_OF_ALERTING = noClasses()
            .that()
            .resideInAPackage("dev.weir.alerting.detect")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.weir.alerting",
                    "dev.weir.alerting.rules",
                    "dev.weir.alerting.lifecycle",
                    "dev.weir.alerting.window");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.weir.alerting.(*)..").should().beFreeOfCycles();
}
