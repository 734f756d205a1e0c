package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/**
 * Moves the elements of a vector between the scratch memory and places that lie apart. Bytes go by
 * way of a long, since memory is slow where it is written in other pieces than it is read.
 */
final class StridedLanes {
  private final PrintedMethod method;
  private final CodeBuilder code;
  private final ScalarCode scalar;

  StridedLanes(PrintedMethod method) {
    this.method = method;
    this.code = method.code;
    this.scalar = method.scalar;
  }

  /** From elements so far apart to the scratch memory. */
  void gather(Storage storage, Runnable address, long step) {
    address.run();
    int from = method.store(TypeKind.LONG);
    if (storage.bytes() == 1) {
      for (int first = 0; first < method.lanes; first += Long.BYTES) {
        int start = first;
        scalar.store(Storage.S64, () -> scratch(start), () -> eightBytes(from, step, start));
      }
    } else {
      for (int lane = 0; lane < method.lanes; lane++) {
        int at = lane;
        scalar.store(
            storage,
            () -> scratch((long) at * storage.bytes()),
            () -> scalar.load(storage, () -> offset(from, at * step * storage.bytes())));
      }
    }
  }

  /** Pushes bytes that lie apart as a long. */
  private void eightBytes(int from, long step, int first) {
    for (int i = 0; i < Long.BYTES; i++) {
      int lane = first + i;
      scalar.load(Storage.U8, () -> offset(from, lane * step));
      code.i2l();
      if (i > 0) {
        code.loadConstant(Byte.SIZE * i).lshl().lor();
      }
    }
  }

  /** From the scratch memory to elements so far apart. */
  void scatter(Storage storage, Runnable address, long step) {
    address.run();
    int to = method.store(TypeKind.LONG);
    if (storage.bytes() == 1) {
      for (int first = 0; first < method.lanes; first += Long.BYTES) {
        int start = first;
        scalar.load(Storage.S64, () -> scratch(start));
        int bytes = method.store(TypeKind.LONG);
        for (int i = 0; i < Long.BYTES; i++) {
          int shift = Byte.SIZE * i;
          int lane = first + i;
          scalar.store(
              storage,
              () -> offset(to, lane * step),
              () -> code.lload(bytes).loadConstant(shift).lushr().l2i());
        }
      }
    } else {
      for (int lane = 0; lane < method.lanes; lane++) {
        int at = lane;
        scalar.store(
            storage,
            () -> offset(to, at * step * storage.bytes()),
            () -> scalar.load(storage, () -> scratch((long) at * storage.bytes())));
      }
    }
  }

  private void scratch(long bytes) {
    offset(method.scratch, bytes);
  }

  private void offset(int base, long bytes) {
    code.lload(base);
    if (bytes != 0) {
      code.loadConstant(bytes).ladd();
    }
  }
}
