package dev.octet.lowering.codegen;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Listing;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Store;
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

  /** Code by listing, so that equal kernels of a model are compiled once. */
  private static final Cache<String, GeneratedNest> CODE =
      CacheBuilder.newBuilder().maximumSize(1024).softValues().build();

  /** A nest, and how it is divided: {@code parts} times {@code grain} turns of the first loop. */
  private record Part(GeneratedNest code, long parts, long grain, long extent) {}

  private final String name;
  private final ImmutableList<Part> nests;
  private final ImmutableList<Buffer> buffers;
  private final ImmutableList<MemorySegment> constants;
  private final String listing;
  private final boolean scratch;
  private final long parallelism;

  CompiledLoops(
      String name,
      ExprPool pool,
      List<Nest> nests,
      List<Buffer> buffers,
      List<MemorySegment> constants,
      Start start) {
    this.name = name;
    this.buffers = ImmutableList.copyOf(buffers);
    this.constants = ImmutableList.copyOf(constants);
    this.scratch = nests.stream().anyMatch(nest -> !nest.vectors().isEmpty());
    StringBuilder text = new StringBuilder("kernel " + name + "\n");
    List<Part> parts = new ArrayList<>();
    for (Nest nest : nests) {
      String loops = Listing.of(pool, nest);
      text.append(loops);
      parts.add(part(pool, nest, loops, start));
    }
    this.nests = ImmutableList.copyOf(parts);
    this.listing = text.toString();
    this.parallelism = parts.stream().mapToLong(Part::parts).max().orElse(1);
  }

  private Part part(ExprPool pool, Nest nest, String loops, Start start) {
    String key = start + " " + buffers + "\n" + loops;
    GeneratedNest code = CODE.getIfPresent(key);
    if (code == null) {
      code = code(pool, nest, start);
      CODE.put(key, code);
    }
    if (nest.loops().isEmpty()) {
      return new Part(code, 1, 1, 1);
    }
    LoopVariable outer = nest.loops().getFirst();
    long inner = 1;
    for (LoopVariable loop : nest.loops().subList(1, nest.loops().size())) {
      inner *= loop.extent();
    }
    long grain = Math.max(1, GRAIN / inner);
    if (nest.vectors().contains(outer)) {
      grain = Math.ceilDiv(grain, LoopOptions.lanes()) * LoopOptions.lanes();
    }
    if (nest.stores().stream().anyMatch(store -> undivided(pool, store, outer))) {
      grain = outer.extent();
    }
    return new Part(code, Math.ceilDiv(outer.extent(), grain), grain, outer.extent());
  }

  private GeneratedNest code(ExprPool pool, Nest nest, Start start) {
    int lanes = LoopOptions.lanes();
    boolean noVectors = start == Start.SCALAR || nest.vectors().isEmpty();
    if (noVectors || start == Start.VECTORS) {
      return NestClass.compile(pool, nest, buffers, lanes, !noVectors);
    }
    return TieredNest.start(
        NestClass.compile(pool, nest, buffers, lanes, false),
        NestClass.compile(pool, nest, buffers, lanes, true),
        nest,
        buffers);
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
    return scratch ? NestClass.SCRATCH_BYTES : 0;
  }

  @Override
  public String listing() {
    return listing;
  }

  @Override
  public void run(
      MemorySegment[] inputs,
      MemorySegment[] outputs,
      MemorySegment scratchMemory,
      long from,
      long to) {
    long[] addresses = new long[buffers.size()];
    for (int i = 0; i < addresses.length; i++) {
      Buffer buffer = buffers.get(i);
      addresses[i] =
          switch (buffer.kind()) {
            case INPUT -> inputs[buffer.index()].address();
            case OUTPUT -> outputs[buffer.index()].address();
            case CONSTANT -> constants.get(buffer.index()).address();
          };
    }
    try {
      for (Part nest : nests) {
        long begin = from * nest.parts / parallelism * nest.grain;
        long end = Math.min(to * nest.parts / parallelism * nest.grain, nest.extent);
        if (begin < end) {
          nest.code.run(addresses, scratchMemory.address(), (int) begin, (int) end);
        }
      }
    } finally {
      Reference.reachabilityFence(constants);
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
      Reference.reachabilityFence(scratchMemory);
    }
  }
}
