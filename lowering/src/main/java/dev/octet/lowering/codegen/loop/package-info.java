/**
 * The loop form of a kernel: nests of counted loops, affine addresses, and a graph of expressions
 * with reductions. In: expressions made by the lowering of operators. Out: nests whose loops are
 * merged, ordered and marked for vectors; their form, which is equal for nests that can share code;
 * and a listing of them.
 */
@NullMarked
package dev.octet.lowering.codegen.loop;

import org.jspecify.annotations.NullMarked;
