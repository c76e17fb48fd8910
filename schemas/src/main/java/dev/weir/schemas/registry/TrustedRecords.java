package dev.weir.schemas.registry;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Trust of Avro in our generated classes. Since 1.12.2 Avro refuses to instantiate a class that a schema names unless it
 * is trusted, and even a generated builder fails on an enum default. {@link #trust} adds exactly the package of the
 * generated classes to whatever is trusted already, so no system property is needed and nothing else is let in.
 *
 * <p>It is a {@code LogicalTypeFactory} only because Avro loads those by {@code ServiceLoader} before the first schema is
 * parsed, which is before any generated class can be used; the logical type itself does not exist. Where the service
 * file is out of the context class loader's sight, {@link AvroCodec} calls {@link #trust} itself.
 */
public final class TrustedRecords implements LogicalTypes.LogicalTypeFactory {

    private static final String PACKAGE = "dev.weir.schemas.avro";

    private static final ClassSecurityPredicate BEFORE = ClassSecurityValidator.getGlobal();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                BEFORE, type -> type.getPackageName().equals(PACKAGE)));
    }

    /** Makes Avro trust the generated classes; once in the life of the JVM, further calls cost nothing. */
    public static void trust() {
        // The static initialiser has done it.
    }

    @Override
    public @Nullable LogicalType fromSchema(Schema schema) {
        return null;
    }

    @Override
    public String getTypeName() {
        return "weir-trusted-records";
    }
}
