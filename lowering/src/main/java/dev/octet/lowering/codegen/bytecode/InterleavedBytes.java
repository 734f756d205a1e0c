package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the bytes of a few channels that lie side by side for each pixel, where vectors run over
 * pixels: those of a pixel are put together in one lane, and lanes are written without gaps. A
 * store for each byte would take longer than all the rest, most of all where another core has the
 * cache line: stores wait in a queue that holds about one line of bytes.
 */
final class InterleavedBytes {
  private static final int MOST_CHANNELS = Integer.BYTES;

  /** Pixels in sixteen bytes of the scratch memory. */
  private static final int QUAD = 4;

  private static final int SIXTEEN = 16;

  /** Lanes whose bytes end in the middle of sixteen. */
  private static final int HALF = 8;

  private final PrintedMethod method;
  private final CodeBuilder code;
  private final Scope channels;
  private final LoopVariable loop;
  private final Store store;

  private InterleavedBytes(PrintedMethod method, Scope channels, Store store) {
    this.method = method;
    this.code = method.code;
    this.channels = channels;
    this.loop = Objects.requireNonNull(channels.loop);
    this.store = store;
  }

  /** Prints the loop inside of an open vector loop if it is one over the channels of such bytes. */
  static boolean print(PrintedMethod method, Scope pixels) {
    Optional<InterleavedBytes> found = find(method, pixels);
    found.ifPresent(InterleavedBytes::print);
    return found.isPresent();
  }

  private static Optional<InterleavedBytes> find(PrintedMethod method, Scope pixels) {
    Scope channels = pixels.inner;
    if (!method.inVectorLoop() || channels == null || channels.inner != null) {
      return Optional.empty();
    }
    LoopVariable loop = Objects.requireNonNull(channels.loop);
    List<Scope.Item> others =
        channels.items.stream()
            .filter(item -> !(item instanceof Scope.Compute || item instanceof Scope.Pointer))
            .toList();
    return loop.extent() > 1
            && loop.extent() <= MOST_CHANNELS
            && others.size() == 1
            && others.getFirst() instanceof Scope.Write(Store store)
            && store.buffer().storage().bytes() == 1
            && store.index().nonAffineLoops().isEmpty()
            && store.index().coefficient(loop) == 1
            && store.index().coefficient(method.active()) == loop.extent()
        ? Optional.of(new InterleavedBytes(method, channels, store))
        : Optional.empty();
  }

  private void print() {
    int address = code.allocateLocal(TypeKind.LONG);
    int pixels = code.allocateLocal(TypeKind.REFERENCE);
    for (int channel = 0; channel < loop.extent(); channel++) {
      code.loadConstant(channel);
      int counter = method.store(TypeKind.INT);
      int shift = Byte.SIZE * channel;
      method.inside(
          loop,
          counter,
          () -> {
            channels.items.stream()
                .filter(item -> !(item instanceof Scope.Write))
                .forEach(method.loops::item);
            if (shift == 0) {
              method.indices.address(store.buffer(), store.index());
              code.lstore(address);
            } else {
              code.aload(pixels);
            }
            pushByte();
            if (shift > 0) {
              method.vector.shift(Operation.SHIFT_LEFT, shift);
              method.vector.apply(Operation.OR, LaneType.I32, LaneType.I32);
            }
            code.astore(pixels);
          });
    }
    switch ((int) loop.extent()) {
      case Short.BYTES -> store(Storage.S16, address, pixels);
      case Integer.BYTES -> store(Storage.S32, address, pixels);
      default -> {
        store(Storage.S32, method.scratch, pixels);
        threes(address);
      }
    }
  }

  /** Pushes the value as vectors of numbers from 0 to 255. */
  private void pushByte() {
    method.exprs.pushVector(store.value());
    if (store.buffer().storage() != Storage.U8) {
      method.vector.broadcast(LaneType.I32, () -> code.loadConstant(255));
      method.vector.apply(Operation.AND, LaneType.I32, LaneType.I32);
    }
  }

  private void store(Storage storage, int address, int pixels) {
    method.vector.store(storage, () -> code.lload(address), () -> code.aload(pixels));
  }

  /** Writes the lower three bytes of each lane that the scratch memory holds. */
  private void threes(int address) {
    int[] quads = new int[method.lanes / QUAD];
    for (int i = 0; i < quads.length; i++) {
      long at = (long) SIXTEEN * i;
      method.vector.sixteenBytes(() -> code.lload(method.scratch).loadConstant(at).ladd());
      quads[i] = method.store(TypeKind.REFERENCE);
    }
    for (int part = 0; part < quads.length - 1; part++) {
      code.aload(quads[part]);
      method.vector.moveBytes("THREES_" + part);
      code.aload(quads[part + 1]);
      method.vector.moveBytes("MORE_THREES_" + part);
      method.vector.joinBytes();
      long at = (long) SIXTEEN * part;
      method.vector.storeSixteenBytes(() -> code.lload(address).loadConstant(at).ladd());
    }
    if (method.lanes == HALF) {
      method.scalar.store(
          Storage.S64,
          () -> code.lload(address).loadConstant((long) SIXTEEN).ladd(),
          () -> {
            code.aload(quads[1]);
            method.vector.moveBytes("THREES_1");
            method.vector.firstEightBytes();
          });
    }
  }
}
