package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.lowering.codegen.loop.Reachable;
import dev.octet.lowering.codegen.loop.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Memory on which the first turns of a nest can run without anybody noticing. */
final class TrialMemory implements AutoCloseable {
  /** Vectors, and elements behind the last whole one, in a call. */
  private static final int VECTORS = 4;

  /** Elements in a call of a nest whose outermost loop is no vector loop. */
  private static final int ELEMENTS = 128;

  private static final float[] NUMBERS = {
    0, 1, -1, 0.3f, -2.5f, 7, -11, 100, -1000, 1e6f, -1e20f, Float.NaN, Float.POSITIVE_INFINITY
  };

  private final Arena arena = Arena.ofShared();
  private final int turns;
  private final long[] addresses;
  private final long scratch;
  private final Map<Buffer, Long> elements = new HashMap<>();

  private TrialMemory(NestForm form, int lanes) {
    Nest nest = form.nest();
    turns = nest.outermost().map(outer -> turns(nest, outer, lanes)).orElse(1);
    scratch = arena.allocate(NestClass.SCRATCH_BYTES, 64).address();
    nest.stores().forEach(store -> touch(nest, store.buffer(), store.index()));
    for (Expr expr : Reachable.fromStores(nest.stores())) {
      if (expr instanceof Expr.Load load) {
        touch(nest, load.buffer(), load.index());
      } else if (expr instanceof Expr.Reduce reduce) {
        // Of a single row the turns behind may be few, but the row is whole.
        reduce.kept().forEach(store -> touch(nest, store.buffer(), store.index()));
      }
    }
    long parameters = Parameters.of(form, arena).address();
    addresses =
        form.buffers().stream()
            .mapToLong(buffer ->
                buffer.kind() == Buffer.Kind.PARAMETER
                    ? parameters
                    : filled(buffer.storage(), elements(buffer)).address())
            .toArray();
  }

  static TrialMemory allocate(NestForm form, int lanes) {
    return new TrialMemory(form, lanes);
  }

  void call(GeneratedNest nest) {
    nest.run(addresses, scratch, 0, turns);
  }

  /** How much of a buffer there is, for tests. */
  long elements(Buffer buffer) {
    return elements.getOrDefault(buffer, 1L);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static int turns(Nest nest, LoopVariable outer, int lanes) {
    long wanted = (long) VECTORS * lanes + lanes / 2;
    if (!nest.vectors().contains(outer)) {
      long inner = 1;
      for (LoopVariable loop : nest.loops().subList(1, nest.loops().size())) {
        inner *= loop.extent();
      }
      wanted = Math.max(1, ELEMENTS / inner);
    }
    return (int) Math.min(outer.extent(), wanted);
  }

  private void touch(Nest nest, Buffer buffer, Affine index) {
    long last = nest.outermost().map(outer -> index.maxOfFirst(outer, turns)).orElseGet(index::max);
    elements.merge(buffer, last + 1, Math::max);
  }

  /** Numbers of many kinds, so that code is compiled for all of them. */
  private MemorySegment filled(Storage storage, long elements) {
    MemorySegment memory = arena.allocate(elements * storage.bytes(), 64);
    Random random = new Random(elements);
    if (storage == Storage.F32) {
      for (long i = 0; i < elements; i++) {
        float number =
            random.nextInt(8) == 0
                ? NUMBERS[random.nextInt(NUMBERS.length)]
                : (float) random.nextGaussian();
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, number);
      }
    } else if (storage == Storage.F64) {
      for (long i = 0; i < elements; i++) {
        memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, random.nextGaussian());
      }
    } else {
      for (long i = 0; i < memory.byteSize(); i++) {
        memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
      }
    }
    return memory;
  }
}
