/**
 * Compiled programs against the reference evaluator. In: families of small random programs,
 * operator by type by memory layout by what is fused behind it, and a target. Out: a test for each
 * program, which compares results and looks into the ledger. A new target is a subclass of {@link
 * dev.octet.agreement.compiled.AgreementSuite}.
 */
@NullMarked
package dev.octet.agreement.compiled;

import org.jspecify.annotations.NullMarked;
