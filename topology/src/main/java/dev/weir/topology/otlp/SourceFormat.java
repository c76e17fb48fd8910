package dev.weir.topology.otlp;

import java.util.Locale;
import java.util.Optional;

/** Form of a record on a source topic. */
public enum SourceFormat {
    /** OTLP export request in protobuf, the Collector's default. */
    OTLP_PROTO,
    /** OTLP export request in JSON: ids in hexadecimal, 64-bit numbers as strings or numbers. */
    OTLP_JSON,
    /** One record of Kong's {@code kafka-log}: a JSON object for each call through its AI gateway. */
    KONG_JSON,
    /** One standard logging payload of LiteLLM: a JSON object a call. */
    LITELLM_JSON;

    /** Name in configuration: lower-case words joined by underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a name in configuration; empty when there is none. */
    public static Optional<SourceFormat> named(String wireName) {
        for (SourceFormat format : values()) {
            if (format.wireName().equals(wireName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * The format of one record on a topic that was configured with this one. Protobuf and JSON of OTLP are distinguished by the
     * first byte: no export request begins with a brace, because 0x7B is a tag of an impossible wire type. A line break is no
     * blank here: it is the tag that every protobuf request begins with, and a brace after it a length of 123. The others are
     * as configured.
     */
    public SourceFormat sniff(byte[] value) {
        if (this != OTLP_PROTO && this != OTLP_JSON) {
            return this;
        }
        return startsWithBrace(value) ? OTLP_JSON : OTLP_PROTO;
    }

    private static boolean startsWithBrace(byte[] value) {
        for (byte first : value) {
            if (first == '{') {
                return true;
            }
            boolean blank = first == ' ' || first == '\t' || first == '\r';
            boolean mark = first == (byte) 0xEF || first == (byte) 0xBB || first == (byte) 0xBF;
            if (!blank && !mark) {
                return false;
            }
        }
        return false;
    }
}
