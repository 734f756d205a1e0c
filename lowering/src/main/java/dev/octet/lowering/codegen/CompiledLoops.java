package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.KeepRows;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.MaximumOfBits;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.loop.Store;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nests that run one after the other; they do not read what another one writes. */
final class CompiledLoops implements LoopKernel {
  /** Elements that make a part worth its while. */
  private static final long GRAIN = 2048;

  /**
   * A nest, and how it is divided: {@code parts} times {@code grain} turns of the first loop.
   *
   * @param buffers what its code takes, of the buffers of the kernel
   * @param parameters memory of the numbers that its code takes
   */
  private record Part(
      NestCode code,
      ImmutableList<Buffer> buffers,
      MemorySegment parameters,
      long parts,
      long grain,
      long extent) {}

  private final String name;
  private final ImmutableList<Part> nests;
  private final ImmutableList<MemorySegment> constants;
  private final String listing;
  private final long scratchBytes;
  private final long parallelism;

  CompiledLoops(LoopBody body, Start start) {
    this.name = body.name();
    this.constants = body.constants();
    ImmutableList<Nest> kept = quickened(body);
    this.scratchBytes = kept.stream().mapToLong(CompiledLoops::scratchBytes).max().orElse(0);
    StringBuilder text = new StringBuilder("kernel " + name + "\n");
    List<Part> parts = new ArrayList<>();
    for (Nest nest : kept) {
      NestForm form = NestForm.of(nest);
      text.append(form.listing());
      parts.add(part(body.pool(), nest, form, NestCode.of(form, start)));
    }
    this.nests = ImmutableList.copyOf(parts);
    this.listing = text.toString();
    this.parallelism = parts.stream().mapToLong(Part::parts).max().orElse(1);
  }

  /** The nests of a body in the shape in which they are compiled. */
  static ImmutableList<Nest> quickened(LoopBody body) {
    return body.nests().stream()
        .map(nest -> MaximumOfBits.apply(body.pool(), nest))
        .map(nest -> KeepRows.apply(body.pool(), nest, NestClass.SCRATCH_BYTES))
        .collect(ImmutableList.toImmutableList());
  }

  private static long scratchBytes(Nest nest) {
    return Math.max(nest.vectors().isEmpty() ? 0 : NestClass.SCRATCH_BYTES, KeepRows.end(nest));
  }

  private static Part part(ExprPool pool, Nest nest, NestForm form, NestCode code) {
    long extent = 1;
    long grain = 1;
    if (!nest.loops().isEmpty()) {
      LoopVariable outer = nest.loops().getFirst();
      extent = outer.extent();
      long inner = 1;
      for (LoopVariable loop : nest.loops().subList(1, nest.loops().size())) {
        inner *= loop.extent();
      }
      grain = Math.max(1, GRAIN / inner);
      if (nest.vectors().contains(outer)) {
        grain = Math.ceilDiv(grain, LoopOptions.lanes()) * LoopOptions.lanes();
      }
      if (nest.stores().stream().anyMatch(store -> undivided(pool, store, outer))) {
        grain = extent;
      }
    }
    return new Part(
        code,
        form.sources(),
        Parameters.of(form, Arena.ofAuto()),
        Math.ceilDiv(extent, grain),
        grain,
        extent);
  }

  /** True if something is reduced, or stored, once for the whole nest. */
  private static boolean undivided(ExprPool pool, Store store, LoopVariable outer) {
    return !store.index().loops().contains(outer)
        || reducesAll(pool, store.value(), new HashSet<>());
  }

  private static boolean reducesAll(ExprPool pool, Expr expr, Set<Expr> seen) {
    return seen.add(expr)
        && ((expr instanceof Expr.Reduce && pool.free(expr).isEmpty())
            || expr.operands().stream().anyMatch(operand -> reducesAll(pool, operand, seen)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long parallelism() {
    return parallelism;
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public String listing() {
    return listing;
  }

  /** The code of the nests, for tests. */
  ImmutableList<NestCode> code() {
    return nests.stream().map(Part::code).collect(ImmutableList.toImmutableList());
  }

  @Override
  public void run(
      MemorySegment[] inputs,
      MemorySegment[] outputs,
      MemorySegment scratchMemory,
      long from,
      long to) {
    try {
      for (Part nest : nests) {
        long begin = from * nest.parts / parallelism * nest.grain;
        long end = Math.min(to * nest.parts / parallelism * nest.grain, nest.extent);
        if (begin < end) {
          long[] addresses = new long[nest.buffers.size()];
          for (int i = 0; i < addresses.length; i++) {
            Buffer buffer = nest.buffers.get(i);
            addresses[i] =
                switch (buffer.kind()) {
                  case INPUT -> inputs[buffer.index()].address();
                  case OUTPUT -> outputs[buffer.index()].address();
                  case CONSTANT -> constants.get(buffer.index()).address();
                  case PARAMETER -> nest.parameters.address();
                  case SCRATCH -> scratchMemory.address() + buffer.index();
                };
          }
          nest.code.run(addresses, scratchMemory.address(), (int) begin, (int) end);
        }
      }
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
      Reference.reachabilityFence(scratchMemory);
    }
  }
}
