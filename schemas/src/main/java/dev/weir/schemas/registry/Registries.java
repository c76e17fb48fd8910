package dev.weir.schemas.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The way from settings to a registry. */
public final class Registries {

    /** Name of our own provider: embedded without URLs, the Confluent REST API with them. */
    public static final String OWN = "weir";

    private Registries() {}

    /**
     * The registry of some settings. No I/O happens before the first question to it.
     *
     * @throws IllegalArgumentException if the settings have problems; names them all
     */
    public static SchemaRegistry open(RegistryConfig config) {
        List<String> problems = config.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("registry: " + String.join("; ", problems));
        }
        if (config.provider().equals(OWN)) {
            return config.urls().isEmpty()
                    ? new EmbeddedRegistry()
                    : new ConfluentRestRegistry(config, Clock.systemUTC());
        }
        return ServiceLoader.load(SchemaRegistryProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(config.provider()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "registry.provider = " + config.provider() + ": expected one of " + providers()))
                .open(config);
    }

    /** Names of the providers that can be chosen, ours first. */
    static List<String> providers() {
        List<String> names = new ArrayList<>(List.of(OWN));
        ServiceLoader.load(SchemaRegistryProvider.class).forEach(provider -> names.add(provider.name()));
        return names;
    }
}
