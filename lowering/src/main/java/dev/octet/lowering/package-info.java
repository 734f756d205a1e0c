/**
 * The entry: a program and a target in, a {@code CompiledModel} that runs out, with a ledger of
 * which kernel runs each node and why.
 */
@NullMarked
package dev.octet.lowering;

import org.jspecify.annotations.NullMarked;
