package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a convolution with its epilogue to one primitive: images with channels last, weights
 * packed as the library wants them.
 */
final class ConvolutionLowering {
  private static final int INFERENCE = 96;
  private static final int CONVOLUTION_DIRECT = 1;
  private static final int DECONVOLUTION_DIRECT = 10;

  private final Engine engine;
  private final Contraction product;
  private final Emitter emitter;
  private final Arena arena;

  ConvolutionLowering(Engine engine, Contraction product, Emitter emitter) {
    this.engine = engine;
    this.product = product;
    this.emitter = emitter;
    this.arena = emitter.arena();
  }

  Optional<String> lower() {
    Value input = product.input().value();
    if (product.weight().tensor().isEmpty()) {
      return Optional.of("the weight is no constant");
    }
    int rank = input.tensorType().rank();
    Tensor weight = product.weight().tensor().get();
    if (weight.shape().rank() != rank || rank < 3 || rank > 5) {
      return Optional.of("an input without batch dimension");
    }
    if (input.tensorType().shape().elements() == 0
        || product.result().tensorType().shape().elements() == 0) {
      return Optional.of("an empty image");
    }
    Optional<String> unknown = Scaling.declinesTypes(product);
    if (unknown.isPresent()) {
      return unknown;
    }
    ConvolutionWindow window = ConvolutionWindow.of(product);
    if (window.transposed() && product.isInt8()) {
      return Optional.of("transposed convolutions of integers are wrong for some windows");
    }
    Shape inputShape = input.tensorType().shape();
    Shape resultShape = product.result().tensorType().shape();
    Descriptor source = channelsLast(input.tensorType().dtype(), inputShape);
    Descriptor destination = channelsLast(product.result().tensorType().dtype(), resultShape);
    Shape packed = packedShape(weight.shape(), window);
    Descriptor weights = Descriptor.any(arena, weight.dtype(), packed);
    Attributes attributes = new Attributes(arena);
    Scaling scaling = new Scaling(engine, product, attributes, emitter, window.groups());
    Optional<String> declined = scaling.prepare();
    if (declined.isPresent()) {
      return declined;
    }
    long channels = resultShape.size(1);
    Descriptor bias =
        scaling.hasBias() ? Descriptor.vector(arena, DType.FLOAT32, channels) : Descriptor.NONE;
    Optional<PrimitiveDescription> found =
        engine.describe(
            arena,
            window.transposed() ? Dnnl.DECONVOLUTION : Dnnl.CONVOLUTION,
            INFERENCE,
            window.transposed() ? DECONVOLUTION_DIRECT : CONVOLUTION_DIRECT,
            source.handle(),
            weights.handle(),
            bias.handle(),
            destination.handle(),
            longs(window.stride()),
            longs(window.dilation()),
            longs(window.before()),
            longs(window.after()),
            attributes.finish());
    if (found.isEmpty() || !new WrongConvolutions(product, window).avoid(found.get())) {
      return Optional.of("the library has no implementation for these types and sizes");
    }
    new PackedProduct(
            found.get(),
            scaling,
            Layout.CHANNELS_LAST,
            source,
            bias,
            destination,
            packed,
            ImmutableLongArray.copyOf(packedStrides(weight.shape(), window)))
        .emit(engine, product, weight, emitter);
    return Optional.empty();
  }

  /** (groups, out / groups, in / groups, kernel…), without the first dimension for one group. */
  private static Shape packedShape(Shape weight, ConvolutionWindow window) {
    List<Long> sizes = new ArrayList<>();
    long first = weight.size(0);
    long second = weight.size(1);
    if (window.groups() > 1) {
      sizes.add(window.groups());
    }
    if (window.transposed()) {
      sizes.add(second);
      sizes.add(first / window.groups());
    } else {
      sizes.add(first / window.groups());
      sizes.add(second);
    }
    for (int i = 2; i < weight.rank(); i++) {
      sizes.add(weight.size(i));
    }
    return Shape.of(sizes);
  }

  /** Where elements of the packed shape lie in a row-major weight of PyTorch. */
  private static long[] packedStrides(Shape weight, ConvolutionWindow window) {
    long[] plain = Strides.rowMajor(weight).toArray();
    List<Long> strides = new ArrayList<>();
    if (window.groups() > 1) {
      strides.add(weight.size(0) / window.groups() * plain[0]);
    }
    strides.add(window.transposed() ? plain[1] : plain[0]);
    strides.add(window.transposed() ? plain[0] : plain[1]);
    for (int i = 2; i < plain.length; i++) {
      strides.add(plain[i]);
    }
    return strides.stream().mapToLong(Long::longValue).toArray();
  }

  private Descriptor channelsLast(DType dtype, Shape shape) {
    return Descriptor.strided(arena, dtype, shape, Strides.channelsLast(shape).toArray());
  }

  private MemorySegment longs(List<Long> values) {
    return Descriptor.longs(arena, values.stream().mapToLong(Long::longValue).toArray());
  }
}
