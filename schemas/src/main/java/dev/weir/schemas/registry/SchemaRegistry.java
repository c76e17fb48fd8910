package dev.weir.schemas.registry;

import org.apache.avro.Schema;

/**
 * Where schema ids come from and where they lead. Thread-safe; answers are cached, so after the first call for a schema
 * or an id there is no I/O.
 */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * Id of a schema under a subject; registers it where the registry allows.
     *
     * @throws RegistryUnavailableException if the registry is out of reach or answers 5xx; trying again may help
     * @throws SchemaRejectedException if the registry refuses the schema
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema of an id.
     *
     * @throws RegistryUnavailableException if the registry is out of reach or answers 5xx; trying again may help
     * @throws UnknownSchemaException if there is no such id
     */
    Schema schemaOf(int id);

    @Override
    void close();
}
