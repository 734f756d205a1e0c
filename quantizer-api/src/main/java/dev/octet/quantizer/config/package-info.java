/**
 * Configurations of quantizers as JSON. In: a file or a text. Out: the {@link
 * dev.octet.quantizer.rule.RuleSet} that it stands for, or an error that says where and what; and
 * back, so that every configuration survives the round trip. The format is described in {@code
 * docs/quantizer-configuration.md}.
 */
@NullMarked
package dev.octet.quantizer.config;

import org.jspecify.annotations.NullMarked;
