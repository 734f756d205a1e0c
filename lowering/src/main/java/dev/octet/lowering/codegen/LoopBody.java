package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Nest;
import java.lang.foreign.MemorySegment;

/**
 * A body as loops, before code is printed from them.
 *
 * @param name what the kernel is called
 * @param pool owns the expressions of the nests
 * @param nests run one after the other, in any order: they do not read what another one writes
 * @param constants what the constant buffers hold, by their index
 */
record LoopBody(
    String name,
    ExprPool pool,
    ImmutableList<Nest> nests,
    ImmutableList<MemorySegment> constants) {}
