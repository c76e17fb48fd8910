/**
 * Configuration: a YAML file, the environment ({@code WEIR_SECTION_KEY}) and overrides of the command line enter, one
 * {@link dev.weir.app.config.WeirConfig} leaves, or one exception with every problem. The keys are the components of the
 * configuration records themselves, in snake_case; a section is added by adding a component to {@code WeirConfig}.
 * Nothing is remembered.
 */
@NullMarked
package dev.weir.app.config;

import org.jspecify.annotations.NullMarked;
