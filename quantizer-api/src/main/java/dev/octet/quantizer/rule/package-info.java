/**
 * Which nodes a quantizer configuration covers: selectors, rules, and the order in which they are
 * asked. In: what the user sets. Out: {@link dev.octet.quantizer.rule.RuleSet#stages}, which a
 * recipe runs one after the other. Everything here is an immutable value.
 */
@NullMarked
package dev.octet.quantizer.rule;

import org.jspecify.annotations.NullMarked;
