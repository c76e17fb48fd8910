package dev.weir.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class SchemasArchitectureTest {

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.weir.schemas", "dev.weir.schemas.json", "dev.weir.schemas.sketch", "dev.weir.schemas.estimate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule THE_REGISTRY_KNOWS_ONLY_KAFKAS_COMMON_TYPES = noClasses()
            .that()
            .resideInAPackage("dev.weir.schemas.registry")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.clients..", "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.weir.schemas.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_PEER_IS_KNOWN_HERE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weir.topology..", "dev.weir.judge..", "dev.weir.alerting..", "dev.weir.app..");

    @ArchTest
    static void everyPackage_isNullMarked(JavaClasses classes) throws Exception {
        List<String> without = classes.stream()
                .map(type -> type.getPackageName())
                .distinct()
                .filter(name -> !name.equals("dev.weir.schemas.avro"))
                .filter(name -> !isNullMarked(name))
                .toList();

        assertEquals(List.of(), without);
    }

    private static boolean isNullMarked(String name) {
        try {
            return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
