/**
 * What people ask for, in Prometheus words: a YAML file enters, a {@link dev.weir.alerting.rules.RuleSet} leaves, or every
 * problem of the file at once. A rule names a {@link dev.weir.alerting.rules.Measure}, which reads windows into
 * observations, and is of one {@link dev.weir.alerting.rules.RuleKind}, which decides on observations and says what is to be
 * remembered of them.
 */
@NullMarked
package dev.weir.alerting.rules;

import org.jspecify.annotations.NullMarked;
