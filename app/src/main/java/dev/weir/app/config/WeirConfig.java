package dev.weir.app.config;

import dev.weir.app.TopicsConfig;
import dev.weir.schemas.registry.RegistryConfig;

/** The whole configuration. Each component is a section: a record with {@code DEFAULT} and {@code problems()}. */
public record WeirConfig(
        KafkaConfig kafka, RegistryConfig registry, TopicsConfig topics, HttpConfig http, StorageConfig storage) {}
