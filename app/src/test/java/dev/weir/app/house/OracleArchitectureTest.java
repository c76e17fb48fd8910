package dev.weir.app.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.weir.app.proof.oracle")
class OracleArchitectureTest {

    @ArchTest
    static final ArchRule THE_ORACLE_SHARES_NO_CODE_WITH_THE_PRODUCT = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.weir.app.proof.oracle", "java..", "org.jspecify..");
}
