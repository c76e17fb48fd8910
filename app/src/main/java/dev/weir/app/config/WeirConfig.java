package dev.weir.app.config;

import dev.weir.alerting.AlertingConfig;
import dev.weir.judge.JudgeConfig;
import dev.weir.schemas.registry.RegistryConfig;
import dev.weir.topology.MonitoringConfig;

/** The whole configuration. Each component is a section: a record with {@code DEFAULT} and {@code problems()}. */
public record WeirConfig(
        KafkaConfig kafka,
        RegistryConfig registry,
        TopicsConfig topics,
        MonitoringConfig topology,
        JudgeConfig judge,
        AlertingConfig alerting,
        HttpConfig http,
        OtlpConfig otlp,
        StorageConfig storage,
        FilesConfig files) {

    /** The same configuration with other settings of the topology. */
    public WeirConfig withTopology(MonitoringConfig other) {
        return new WeirConfig(kafka, registry, topics, other, judge, alerting, http, otlp, storage, files);
    }
}
