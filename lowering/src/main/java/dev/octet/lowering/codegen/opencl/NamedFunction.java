package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import java.util.function.BiFunction;

/**
 * A function of one float that is made of primitive operations. Where a nest computes it, its text
 * calls a function of this name instead of spelling out the operations.
 *
 * @param name in C
 * @param comment what it computes
 * @param variable what the result is called where it is kept
 * @param make the operations; called with equal operands it must give equal expressions
 */
public record NamedFunction(
    String name, String comment, String variable, BiFunction<ExprPool, Expr, Expr> make) {}
