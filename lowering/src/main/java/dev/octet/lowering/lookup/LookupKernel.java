package dev.octet.lowering.lookup;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Copies the blocks that index tensors pick. All buffers are row-major. */
record LookupKernel(Lookup lookup, Buffer source, ImmutableList<IndexColumn> columns, Buffer result)
    implements Kernel {
  /** Less than this many bytes are not worth a second thread. */
  private static final long DIVISIBLE_BYTES = 512 * 1024;

  /** By address: the caller's memory may belong to one thread, but parts run on others. */
  @SuppressWarnings("restricted")
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  @Override
  public String name() {
    return lookup.node().op().name().base();
  }

  @Override
  public String implementation() {
    return "block copies";
  }

  @Override
  public ImmutableList<Buffer> reads() {
    ImmutableList.Builder<Buffer> reads = ImmutableList.builder();
    reads.add(source);
    columns.forEach(column -> reads.add(column.buffer()));
    return reads.build();
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return ImmutableList.of(result);
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    int positions = columns.getFirst().places().length();
    long[] offsets = new long[positions];
    return () -> {
      findBlocks(frame, offsets);
      long from = frame.address(source);
      long to = frame.address(result);
      long bytes = result.byteSize();
      int threads =
          bytes >= DIVISIBLE_BYTES ? Math.min(frame.threads(), Math.max(positions, 1)) : 1;
      if (threads == 1) {
        copy(from, to, offsets, 0, positions);
      } else {
        frame.split(
            threads,
            part ->
                copy(
                    from,
                    to,
                    offsets,
                    (int) ((long) positions * part / threads),
                    (int) ((long) positions * (part + 1) / threads)));
      }
    };
  }

  /** Where the block of each position begins, in bytes. */
  private void findBlocks(Frame frame, long[] offsets) {
    Arrays.fill(offsets, 0);
    for (IndexColumn column : columns) {
      MemorySegment memory = frame.segment(column.buffer());
      long size = column.size();
      for (int i = 0; i < offsets.length; i++) {
        long index = column.index(memory, i);
        if (index >= size || index < (lookup.negative() ? -size : 0)) {
          throw outOfRange(frame);
        }
        offsets[i] += (index < 0 ? index + size : index) * column.step() * source.dtype().bytes();
      }
    }
  }

  private void copy(long from, long to, long[] offsets, int start, int end) {
    long width = source.dtype().bytes();
    long block = lookup.inner() * width;
    long step = lookup.picked() * width;
    for (long outer = 0; outer < lookup.outer(); outer++) {
      long source = from + outer * step;
      long target = to + (outer * offsets.length + start) * block;
      for (int i = start; i < end; i++) {
        MemorySegment.copy(MEMORY, source + offsets[i], MEMORY, target, block);
        target += block;
      }
    }
  }

  private RuntimeException outOfRange(Frame frame) {
    return lookup.outOfRange(
        tensor(frame, source),
        columns.stream().map(column -> tensor(frame, column.buffer())).toList());
  }

  private static Tensor tensor(Frame frame, Buffer buffer) {
    return Tensor.view(
        frame.segment(buffer), buffer.dtype(), buffer.shape(), buffer.strides().toArray(), 0);
  }
}
