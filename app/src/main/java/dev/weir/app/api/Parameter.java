package dev.weir.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A query parameter: the contract that reading, checks, OpenAPI and documents are made from.
 *
 * @param meaning for a reader
 * @param byDefault what holds without it, in words or as its text
 * @param expected what a right value is
 * @param schema of the value
 * @param read a value from its text; empty where the text is none
 */
record Parameter<T>(
        String name,
        String meaning,
        String byDefault,
        String expected,
        ObjectNode schema,
        Function<String, Optional<T>> read) {}
