package dev.weir.topology.sampling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class KernelTest {

    @Test
    void kernels_knowNothingOfKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(new ClassFileImporter()
                        .importClasses(
                                CallSampler.class,
                                Decision.class,
                                EqualVolume.class,
                                HashUniform.class,
                                RateController.class,
                                SampleRatio.class,
                                SampledCall.class,
                                SamplingConfig.class));
    }
}
