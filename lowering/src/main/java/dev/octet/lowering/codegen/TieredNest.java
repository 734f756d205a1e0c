package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Store;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A nest in two forms of equal results. Vector code that the JIT compiler has not seen yet is
 * slower than scalar code by orders of magnitude, so the scalar form runs while a background thread
 * exercises the vector form on memory of its own.
 */
final class TieredNest implements GeneratedNest {
  /** A call this many times quicker than the first one ran as compiled code. */
  private static final long QUICKER = 300;

  private static final long MOST_NANOSECONDS = 4_000_000_000L;

  /** More memory than this is not set aside; the vector form starts at once. */
  private static final long MOST_BYTES = 1L << 28;

  /** One thread for the process, there only while there is work. */
  private static final ExecutorService BACKGROUND = background();

  private final GeneratedNest scalar;
  private final GeneratedNest vectors;
  private volatile boolean ready;

  private TieredNest(GeneratedNest scalar, GeneratedNest vectors) {
    this.scalar = scalar;
    this.vectors = vectors;
  }

  private static ExecutorService background() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "octet-kernels");
          thread.setDaemon(true);
          return thread;
        });
  }

  static TieredNest start(
      GeneratedNest scalar, GeneratedNest vectors, Nest nest, List<Buffer> buffers) {
    TieredNest tiered = new TieredNest(scalar, vectors);
    ImmutableList<Long> sizes = sizes(nest, buffers);
    if (sizes.stream().mapToLong(size -> size).sum() > MOST_BYTES) {
      tiered.ready = true;
    } else {
      long turns = nest.outermost().map(LoopVariable::extent).orElse(0L);
      BACKGROUND.execute(() -> tiered.exercise(sizes, (int) turns));
    }
    return tiered;
  }

  @Override
  public void run(long[] addresses, long scratch, int from, int to) {
    (ready ? vectors : scalar).run(addresses, scratch, from, to);
  }

  private void exercise(ImmutableList<Long> sizes, int turns) {
    try (Arena arena = Arena.ofConfined()) {
      long[] addresses = new long[sizes.size()];
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = arena.allocate(Math.max(1, sizes.get(i)), 64).address();
      }
      long scratch = arena.allocate(NestClass.SCRATCH_BYTES, 64).address();
      long begin = System.nanoTime();
      long first = 0;
      long now = begin;
      while (now - begin < MOST_NANOSECONDS) {
        vectors.run(addresses, scratch, 0, turns);
        long after = System.nanoTime();
        if (first == 0) {
          first = after - now;
        } else if ((after - now) * QUICKER < first) {
          break;
        }
        now = after;
      }
    } finally {
      ready = true;
    }
  }

  /** The bytes of each buffer that the nest touches. */
  private static ImmutableList<Long> sizes(Nest nest, List<Buffer> buffers) {
    Map<Buffer, Long> elements = new HashMap<>();
    Set<Expr> seen = new HashSet<>();
    for (Store store : nest.stores()) {
      elements.merge(store.buffer(), store.index().max() + 1, Math::max);
      loads(store.value(), elements, seen);
    }
    return buffers.stream()
        .map(buffer -> elements.getOrDefault(buffer, 0L) * buffer.storage().bytes())
        .collect(ImmutableList.toImmutableList());
  }

  private static void loads(Expr expr, Map<Buffer, Long> elements, Set<Expr> seen) {
    if (seen.add(expr)) {
      if (expr instanceof Expr.Load load) {
        elements.merge(load.buffer(), load.index().max() + 1, Math::max);
      }
      expr.operands().forEach(operand -> loads(operand, elements, seen));
    }
  }
}
