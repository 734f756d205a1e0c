package dev.octet.lowering.onednn;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Pooling;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.PerDimension;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.AdaptiveAvgPool;
import dev.octet.op.AvgPool;
import dev.octet.op.MaxPool;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lowers pooling to one primitive, in the type of its input. */
final class PoolingLowering {
  private static final int INFERENCE = 96;
  private static final int MAX = 511;
  private static final int AVERAGE_INCLUDE_PADDING = 767;
  private static final int AVERAGE_EXCLUDE_PADDING = 1023;

  private final Pooling pooling;
  private final Emitter emitter;
  private final Arena arena;

  PoolingLowering(Pooling pooling, Emitter emitter) {
    this.pooling = pooling;
    this.emitter = emitter;
    this.arena = emitter.arena();
  }

  private record Window(
      int algorithm,
      List<Long> kernel,
      List<Long> stride,
      List<Long> padding,
      List<Long> dilation) {}

  Optional<String> lower() {
    Value input = pooling.input().value();
    Shape in = input.tensorType().shape();
    Shape result = pooling.result().tensorType().shape();
    DType dtype = input.tensorType().dtype();
    if (!Descriptor.supports(dtype) || dtype == DType.FLOAT64 || dtype == DType.INT32) {
      return Optional.of("pooling of " + dtype);
    }
    if (in.elements() == 0 || result.elements() == 0) {
      return Optional.of("an empty image");
    }
    int spatial = in.rank() - 2;
    Optional<Window> found = window(in, spatial);
    if (found.isEmpty()) {
      return Optional.of("windows of different sizes, or a divisor of its own");
    }
    Window window = found.get();
    // A mean that drops its dimensions is computed with them; the bytes are the same.
    Shape out = outputShape(in, result);
    List<Long> after = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      long reach = (window.kernel.get(i) - 1) * window.dilation.get(i) + 1;
      after.add(
          (out.size(i + 2) - 1) * window.stride.get(i)
              + reach
              - in.size(i + 2)
              - window.padding.get(i));
    }
    Descriptor source = channelsLast(dtype, in);
    Descriptor destination = channelsLast(dtype, out);
    Attributes attributes = new Attributes(arena);
    Optional<PrimitiveDescription> description =
        PrimitiveDescription.create(
            arena,
            Dnnl.POOLING,
            OneDnn.engine(),
            INFERENCE,
            window.algorithm,
            source.handle(),
            destination.handle(),
            longs(window.stride),
            longs(window.kernel),
            longs(window.dilation.stream().map(d -> d - 1).toList()),
            longs(window.padding),
            longs(after),
            attributes.finish());
    if (description.isEmpty()) {
      return Optional.of("the library has no implementation for these types and sizes");
    }
    Buffer from = emitter.read(input, Layout.CHANNELS_LAST);
    Buffer to =
        out.equals(result)
            ? emitter.write(pooling.result(), Layout.CHANNELS_LAST)
            : emitter.write(pooling.result(), Layout.ROW_MAJOR);
    emitter.emit(
        new PrimitiveKernel(
            pooling.label(),
            description.get(),
            List.of(new PrimitiveKernel.Binding(Operand.SRC, source, from)),
            List.of(new PrimitiveKernel.Binding(Operand.DST, destination, to)),
            arena));
    return Optional.empty();
  }

  private static Shape outputShape(Shape in, Shape result) {
    if (result.rank() == in.rank()) {
      return result;
    }
    long[] sizes = new long[in.rank()];
    java.util.Arrays.fill(sizes, 1);
    sizes[0] = in.size(0);
    sizes[1] = in.size(1);
    return Shape.of(sizes);
  }

  private Optional<Window> window(Shape in, int spatial) {
    List<Long> ones = Collections.nCopies(spatial, 1L);
    List<Long> zeros = Collections.nCopies(spatial, 0L);
    List<Long> whole = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      whole.add(in.size(i + 2));
    }
    return switch (pooling.anchor().op()) {
      case MaxPool op ->
          Optional.of(
              new Window(
                  MAX,
                  PerDimension.spread(op.kernelSize(), spatial),
                  PerDimension.spread(op.stride(), spatial),
                  PerDimension.spread(op.padding(), spatial),
                  PerDimension.spread(op.dilation(), spatial)));
      case AvgPool op when op.divisorOverride().isEmpty() && !op.ceilMode() ->
          Optional.of(
              new Window(
                  op.countIncludePad() ? AVERAGE_INCLUDE_PADDING : AVERAGE_EXCLUDE_PADDING,
                  PerDimension.spread(op.kernelSize(), spatial),
                  PerDimension.spread(op.stride(), spatial),
                  PerDimension.spread(op.padding(), spatial),
                  ones));
      case AvgPool _ -> Optional.empty();
      case AdaptiveAvgPool op ->
          adaptive(in, PerDimension.spread(op.outputSize(), spatial), ones, zeros);
      default -> Optional.of(new Window(AVERAGE_EXCLUDE_PADDING, whole, whole, zeros, ones));
    };
  }

  /** Windows of equal size, where the output's sizes divide the input's. */
  private static Optional<Window> adaptive(
      Shape in, List<Long> out, List<Long> ones, List<Long> zeros) {
    List<Long> kernel = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      if (in.size(i + 2) % out.get(i) != 0) {
        return Optional.empty();
      }
      kernel.add(in.size(i + 2) / out.get(i));
    }
    return Optional.of(new Window(AVERAGE_EXCLUDE_PADDING, kernel, kernel, zeros, ones));
  }

  private Descriptor channelsLast(DType dtype, Shape shape) {
    return Descriptor.strided(arena, dtype, shape, Strides.channelsLast(shape).toArray());
  }

  private MemorySegment longs(List<Long> values) {
    return Descriptor.longs(arena, values.stream().mapToLong(Long::longValue).toArray());
  }
}
