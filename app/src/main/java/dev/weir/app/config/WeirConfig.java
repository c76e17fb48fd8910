package dev.weir.app.config;

import dev.weir.app.TopicsConfig;

/** The whole configuration. Each component is a section: a record with {@code DEFAULT} and {@code problems()}. */
public record WeirConfig(KafkaConfig kafka, TopicsConfig topics, HttpConfig http, StorageConfig storage) {}
