package dev.weir.schemas.registry;

/**
 * A door for other registry clients, for example Confluent's own: an implementation that is named in {@code
 * META-INF/services/dev.weir.schemas.registry.SchemaRegistryProvider} on the class path is chosen by {@code
 * registry.provider = <name>}.
 */
public interface SchemaRegistryProvider {

    /** Name in the configuration; not {@value Registries#OWN}. */
    String name();

    /** A registry for settings without problems. */
    SchemaRegistry open(RegistryConfig config);
}
